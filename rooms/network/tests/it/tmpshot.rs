#[test]
fn shot() {
    trial::run(async {
        let t = trial::Trial::on(db::Engine::Sqlite, crate::town::register()).await;
        let house = crate::browser::house(&t);
        std::fs::create_dir_all("/tmp/shots").unwrap();
        for sample in network::room().samples {
            for lang in [base::Lang::Bn, base::Lang::En] {
                let frame = web::Frame::bare(&house, None, lang, &axum::http::Uri::from_static("/x"));
                let html = (sample.render)(frame).unwrap();
                let css = html.split("/assets/").nth(1).unwrap().split('/').next().unwrap().to_owned();
                let mut html = html;
                for part in html.clone().split("/assets/").skip(1) {
                    let hash = part.split('/').next().unwrap();
                    html = html.replace(&format!("/assets/{hash}/"), "file:///work/main/assets/dist/");
                }
                let _ = css;
                std::fs::write(format!("/tmp/shots/{}-{}.html", sample.name, lang.code()), html).unwrap();
            }
        }
    });
}
