//! The deeds of cases, one file each.

pub mod attach;
pub mod correct;
pub mod hand_over;
pub mod keep_draft;
pub mod move_case;
pub mod open_draft;
pub mod send_code;
