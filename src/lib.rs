pub mod export;
pub mod form;
pub mod returns;
pub mod totals;
pub mod value;
