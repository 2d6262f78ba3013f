//! A draft, and an export that carries one.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = nianbao::task::open_report(nianbao_fuzz::catalog(), "a.nianbao", bytes);
});
