//! Every route × every role: each answers as its `needs` says. And the table of routes is reviewed.

use crate::kit::{Got, Kit};
use crate::sources::{read, root, updating};
use base::Lang;
use base::mobile::Mobile;
use journal::Envelope;
use network::deeds::{GiveGrant, RegisterPerson, SetPassword, SuspendPerson};
use network::role::ROLES;
use network::session::Channel;
use network::{Step, first_step};
use web::Needs;

/// One way in: method, path with its parameters filled, and who may use it.
pub struct Way {
    pub method: &'static str,
    pub path: String,
    pub needs: Needs,
}

/// Something plausible that is not there, for each parameter of a path.
fn filled(path: &str) -> String {
    let part = |part: &str| match part.trim_matches(['{', '}']) {
        name if name == part => part.to_owned(),
        "number" => "3026001-261123-ZZZ-999".to_owned(),
        "book" | "centre" => "3026999".to_owned(),
        "account" => "E:drawer:1".to_owned(),
        "line" | "n" => "7".to_owned(),
        "code" => "G999".to_owned(),
        "hash" => "000000000000".to_owned(),
        "name" => "haat.css".to_owned(),
        _ => "01935c50-0000-7000-8000-000000000000".to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Every way into every room.
pub fn ways() -> Vec<Way> {
    let rooms = haat::rooms();
    let routes = rooms.iter().flat_map(|room| &room.routes);
    let ways: Vec<Way> =
        routes.map(|route| Way { method: route.method, path: filled(route.path), needs: route.needs }).collect();
    assert!(ways.len() > 30, "the rooms have their routes");
    ways
}

#[test]
fn the_table_of_routes_is_the_reviewed_one() {
    let table = web::routes_table(&haat::rooms());
    if updating() {
        std::fs::write(root().join("routes.txt"), &table).unwrap();
        return;
    }
    let reviewed = read("routes.txt");
    let gone: Vec<_> = reviewed.lines().filter(|line| !table.lines().any(|now| now == *line)).collect();
    let new: Vec<_> = table.lines().filter(|line| !reviewed.lines().any(|then| then == *line)).collect();
    assert!(table == reviewed, "review the routes, then HAAT_UPDATE=1: new {new:#?}, gone {gone:#?}");
}

#[test]
fn no_way_in_stands_twice_and_every_permission_is_known() {
    let rooms = haat::rooms();
    let mut seen = std::collections::BTreeSet::new();
    let known: Vec<&str> = rooms.iter().flat_map(|room| room.permissions).copied().collect();
    for route in rooms.iter().flat_map(|room| &room.routes) {
        assert!(seen.insert((route.method, route.path)), "{} {} stands twice", route.method, route.path);
        if let Needs::Permission(permission) = route.needs {
            assert!(known.contains(&permission), "{} asks for {permission}, which no room tells of", route.path);
            assert!(
                // Sellers' programs hold theirs by their keys.
                ROLES.iter().any(|role| role.permissions.contains(&permission))
                    || market::Scope::ALL.iter().any(|scope| scope.permissions().contains(&permission)),
                "nobody can open {}: no role holds {permission}",
                route.path
            );
        }
    }
}

/// The refusal of the gate itself; a deed may refuse with the same status for a reason of its own.
fn gate_says_no(got: &Got) -> bool {
    got.status == 403 && (got.body.contains("web.forbidden") || got.body.contains("web.forged"))
}

fn turned_away(got: &Got, way: &Way) -> bool {
    let to_sign_in = got.status == 303 && got.header("location").starts_with("/sign-in");
    if way.path.starts_with("/api/") {
        got.status == 401 && got.body.contains("web.sign_in.needed")
    } else {
        to_sign_in
    }
}

#[test]
fn every_route_opens_to_every_role_as_it_says() {
    trial::run(async {
        let kit = Kit::new().await;
        let mut wrong = Vec::new();
        for way in ways() {
            for role in ROLES {
                let session = format!("session-of-{}", role.name);
                let got = kit.knock(way.method, &way.path, Some((role.name, &session))).await;
                let may = match way.needs {
                    Needs::Anyone | Needs::SignedIn => true,
                    Needs::Permission(permission) => role.permissions.contains(&permission),
                };
                let right = if may {
                    !gate_says_no(&got) && got.status != 401 && !got.status.is_server_error()
                } else {
                    got.status == 403 && got.body.contains("web.forbidden")
                };
                if !right {
                    let told: String = got.body.chars().take(300).collect();
                    wrong.push(format!("{} {} as {}: {} {told}", way.method, way.path, role.name, got.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{} answers are wrong: {wrong:#?}", wrong.len());
    });
}

#[test]
fn a_stranger_is_sent_to_sign_in_wherever_it_is_needed() {
    trial::run(async {
        let kit = Kit::new().await;
        let mut wrong = Vec::new();
        for way in ways() {
            let got = kit.knock(way.method, &way.path, None).await;
            let right = match way.needs {
                Needs::Anyone => got.status != 401 && !gate_says_no(&got) && !got.status.is_server_error(),
                _ => turned_away(&got, &way),
            };
            if !right {
                wrong.push(format!("{} {}: {}", way.method, way.path, got.status));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn a_suspended_person_is_nobody_at_every_door() {
    trial::run(async {
        let kit = Kit::with_real_door().await;
        let (person, cookie, bearer) = officer(&kit).await;
        let ways = ways();
        let closed = |way: &&Way| !matches!(way.needs, Needs::Anyone);
        let asks = |way: &Way| if way.path.starts_with("/api/") { bearer.clone() } else { cookie.clone() };
        let first = ways.iter().find(|way| way.path == "/account" && way.method == "GET").unwrap();
        let before = kit.knock("GET", &first.path, Some((&asks(first).0, &asks(first).1))).await;
        assert_eq!(before.status, 200, "the officer was in before: {}", before.body);
        let deed = SuspendPerson { person, reason: "a trial of the door".to_owned() };
        network::write(&kit.trial.journal, Envelope::system(), deed).await.unwrap();
        for way in ways.iter().filter(closed) {
            let (token, session) = asks(way);
            let got = kit.knock(way.method, &way.path, Some((&token, &session))).await;
            assert!(turned_away(&got, way), "{} {}: {}", way.method, way.path, got.status);
        }
    });
}

/// A signed-in person of a role that needs no second factor: the id, and token and session of a browser and of a program.
async fn officer(kit: &Kit) -> (String, (String, String), (String, String)) {
    let journal = &kit.trial.journal;
    network::load_places(journal).await.unwrap();
    let mobile = Mobile::parse("01712345678").unwrap();
    let register = RegisterPerson {
        name: "নমুনা মিয়া".to_owned(),
        mobile: mobile.clone(),
        nid: None,
        sex: None,
        lang: Lang::En,
        place: "3026".to_owned(),
        code_hash: None,
    };
    let person = journal.write(Envelope::system(), register).await.unwrap().done;
    let hash = network::secrets::hash_password("a long way home").await.unwrap();
    journal.write(Envelope::system(), SetPassword { person: person.clone(), hash }).await.unwrap();
    let from = journal.now().day();
    let grant = GiveGrant {
        person: person.clone(),
        role: "postmaster".to_owned(),
        place: "3026".to_owned(),
        from,
        until: None,
    };
    journal.write(Envelope::system(), grant).await.unwrap();
    let mut doors = Vec::new();
    for channel in [Channel::Browser, Channel::Bearer] {
        let step = first_step(journal, &mobile, "a long way home", channel, "a trial").await.unwrap();
        let Step::In(entered) = step else { panic!("no second factor was asked for") };
        doors.push((entered.token, entered.opened.session));
    }
    let bearer = doors.pop().unwrap();
    (person, doors.pop().unwrap(), bearer)
}
