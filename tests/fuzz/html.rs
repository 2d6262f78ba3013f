//! A web page.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| nianbao_fuzz::read("a.html", bytes));
