use crate::house::Kit;
use crate::shop::*;
#[tokio::test]
async fn shot() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 1_000_000).await;
    for _ in 0..60 { sell(&kit.trial.journal, BOOK).await.unwrap(); }
    enter(&kit.trial.journal, BOOK, draft(&[("E:drawer:1", 300), ("E:service_income", -300)])).await.unwrap();
    for (name, who, lang, path) in [("book","karim","bn",format!("/books/{BOOK}")),("book-en","rahima","en",format!("/books/{BOOK}")),("statement","rahima","bn",format!("/books/{BOOK}/accounts/E:float"))] {
        let mut body = kit.get_in(who, lang, &path).await.body;
        println!("SIZE {name} {}", body.len());
        let at = body.find("/assets/").unwrap();
        let css_path: Vec<String> = body.match_indices("href=\"/assets/").map(|(at,_)| body[at+6..].split('"').next().unwrap().to_owned()).collect();
        let _ = at;
        let css = css_path.iter().find(|p| p.ends_with("haat.css")).unwrap().clone();
        let text = kit.get(who, &css).await.body;
        body = body.replace("</head>", &format!("<style>{text}</style></head>"));
        std::fs::write(format!("/tmp/ledger-{name}.html"), body).unwrap();
    }
}
