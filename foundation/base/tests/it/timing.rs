use base::text::Finder;
#[test]
#[allow(clippy::disallowed_methods)]
fn timing() {
    let rows = crate::vectors("services.csv");
    let mut things = Vec::new();
    for i in 0..1000usize { let r=&rows[i*7%rows.len()]; things.push((i,0,vec![format!("{}x{i}",r["code"]), format!("{} {i}",r["name_bn"]), r["name_en"].clone()])); }
    let f=Finder::new(things);
    for q in ["jonmo nibondhon","passport fi","e","certificate course cakri","porcha","trade license nobayon korte chai"] {
        let t=std::time::Instant::now();
        for _ in 0..20 { let _=f.find(q,9); }
        eprintln!("{q}: {:?}", t.elapsed()/20);
    }
}
