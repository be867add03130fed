//! The pages. (Placeholder of this half hour.)
pub fn routes() -> Vec<web::Route> { Vec::new() }
pub fn samples() -> Vec<web::Sample> { Vec::new() }
