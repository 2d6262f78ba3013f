//! Colours that stay apart on the screen, for the colour-blind, and in black-and-white print.

use crate::export::layout::page::Color;

/// Text, and what is less important.
pub const INK: Color = Color::rgb(0x22, 0x26, 0x2E);
pub const QUIET: Color = Color::rgb(0x5A, 0x60, 0x6B);
/// Lines behind the figures, and the ground of a sentence.
pub const RULE: Color = Color::rgb(0xB4, 0xB9, 0xC2);
pub const PAPER: Color = Color::rgb(0xF3, 0xF5, 0xF8);
/// Where one colour is enough.
pub const ACCENT: Color = SHADES[0];

/// From dark to light in steps a printer without colour keeps, each readable on white.
const SHADES: [Color; 8] = [
    Color::rgb(0x10, 0x30, 0x5A),
    Color::rgb(0x6B, 0x27, 0x37),
    Color::rgb(0x17, 0x50, 0x69),
    Color::rgb(0x55, 0x51, 0x8F),
    Color::rgb(0x8C, 0x5A, 0x2B),
    Color::rgb(0x3F, 0x7F, 0x63),
    Color::rgb(0x7A, 0x7F, 0x8C),
    Color::rgb(0xA8, 0x89, 0x2F),
];

/// The shade of one of `count` parts, as far from each other as there is room.
pub fn shade(index: usize, count: usize) -> Color {
    let last = SHADES.len() - 1;
    let place = if count <= SHADES.len() {
        // In steps of whole shades, evenly from dark to light.
        (index * last + (count.max(2) - 1) / 2) / (count.max(2) - 1)
    } else {
        index % SHADES.len()
    };
    SHADES[place.min(last)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG has it.
    fn luminance(color: Color) -> f64 {
        let part = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(color.red) + 0.7152 * part(color.green) + 0.0722 * part(color.blue)
    }

    fn contrast_on_white(color: Color) -> f64 {
        1.05 / (luminance(color) + 0.05)
    }

    #[test]
    fn every_shade_stands_out_from_white_and_from_its_neighbours_without_colour() {
        for shade in SHADES {
            assert!(contrast_on_white(shade) >= 3.0, "{shade:?}");
        }
        let lightness = |color| 116.0 * luminance(color).cbrt() - 16.0;
        for pair in SHADES.windows(2) {
            let step = lightness(pair[1]) - lightness(pair[0]);
            assert!(step >= 4.0, "{pair:?}: {step}");
        }
        assert!(contrast_on_white(INK) >= 7.0 && contrast_on_white(QUIET) >= 4.5);
    }

    #[test]
    fn parts_have_different_shades_from_dark_to_light() {
        for count in 1..=SHADES.len() {
            let shades: Vec<_> = (0..count).map(|index| shade(index, count)).collect();
            for pair in shades.windows(2) {
                assert!(luminance(pair[0]) < luminance(pair[1]), "{count}");
            }
            assert_eq!(shades[0], ACCENT);
        }
    }
}
