//! 年报填报助手: fills in, checks and prints the yearly report on government
//! information disclosure.
//!
//! # Bird's eye
//! A definition file becomes a [`form::Form`]. What a person states is a
//! [`returns::Return`]. From the two follow, whole and after every change, the
//! totals ([`totals::derive`]) and what does not hold ([`findings::check`]);
//! from both, which few figures may be wrong ([`repair::repairs`]).
//! Exports turn a return into one neutral [`export::document::Document`] and
//! that into bytes. The window and the command line are two thin shells over
//! the same commands and jobs.
//!
//! # Reading order
//! [`value`], [`marked`], [`form`], [`returns`], [`totals`], [`crosswalk`], [`last_year`], [`narrative`],
//! [`findings`], [`assessment`], [`repair`], [`years`], [`charts`], [`proof`], [`scan`], [`workbook`], [`carried`], [`draft`],
//! [`import`], [`survey`], [`export`], [`edits`], [`printing`], [`command`], [`session`], [`task`], [`cli`], then `ui`.
//!
//! # Invariants
//! - Nothing about a particular form is written in Rust; it is all in
//!   `assets/forms`.
//! - Totals and findings are never stored.
//! - [`session::Session::apply`] is the only place that changes state.
//! - Only the shells ([`task`], [`cli`], `ui`), through [`files`],
//!   [`recovery`] and [`supplements`], meet the disk and the clock. Exporters are pure.
//! - Drafts and exports do not know each other; [`carried`] takes the bytes
//!   of the one into and out of the other.
//! - `ui` is the only module that names the window's crates; the rest builds
//!   without them.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod value;

pub mod marked;

pub mod form;

pub mod returns;

pub mod totals;

pub mod crosswalk;

pub mod last_year;
pub mod narrative;

pub mod findings;

pub mod assessment;

pub mod repair;

pub mod years;

pub mod charts;
pub mod proof;

pub mod scan;

pub mod workbook;

mod archive;

pub mod carried;

pub mod draft;

pub mod edits;

pub mod import;

pub mod survey;

pub mod export;

pub mod command;

pub mod settings;

pub mod printing;

pub mod session;

pub mod files;

pub mod recovery;

pub mod sample;

pub mod supplements;

pub mod task;

pub mod cli;

#[cfg(feature = "gui")]
pub mod ui;
