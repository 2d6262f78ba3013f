//! How large the pages are shown, and where they lie under one another.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::export::layout::{PAGE_HEIGHT, PAGE_WIDTH};

/// Points a millimetre where nothing is enlarged.
const NATURAL: f32 = 96.0 / 25.4;
/// What a step of enlarging leads to, in per cent.
const STEPS: [u16; 8] = [50, 75, 100, 125, 150, 200, 250, 300];
/// Around the pages and between them, in points.
const MARGIN: f32 = 14.0;

/// How large the pages are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// As wide as the room.
    #[default]
    FitWidth,
    /// A whole page at once.
    WholePage,
    Percent(u16),
}

impl Zoom {
    /// Points a millimetre in a room of this size.
    pub fn scale(self, room: Vec2) -> f32 {
        let width = (room.x - 2.0 * MARGIN) / PAGE_WIDTH;
        let height = (room.y - 2.0 * MARGIN) / PAGE_HEIGHT;
        // Even in a window of nothing there is a page.
        match self {
            Self::FitWidth => width.max(0.2),
            Self::WholePage => width.min(height).max(0.2),
            Self::Percent(percent) => NATURAL * f32::from(percent) / 100.0,
        }
    }

    /// The next larger step from a scale.
    pub fn larger(scale: f32) -> Self {
        let now = percent(scale);
        let next = STEPS.iter().find(|step| **step > now);
        Self::Percent(*next.unwrap_or(&300))
    }

    /// The next smaller step from a scale.
    pub fn smaller(scale: f32) -> Self {
        let now = percent(scale);
        let next = STEPS.iter().rev().find(|step| **step < now);
        Self::Percent(*next.unwrap_or(&50))
    }
}

/// A scale in per cent of the natural size.
pub fn percent(scale: f32) -> u16 {
    (scale / NATURAL * 100.0).round() as u16
}

/// Pages under one another in a room that shows a part of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stack {
    /// Points a millimetre.
    pub scale: f32,
    pub count: usize,
    pub room: Vec2,
}

/// A point on a page, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    page: usize,
    at: Pos2,
}

impl Stack {
    fn page_size(&self) -> Vec2 {
        vec2(PAGE_WIDTH, PAGE_HEIGHT) * self.scale
    }

    fn pitch(&self) -> f32 {
        self.page_size().y + MARGIN
    }

    /// The size of everything; at least the room's.
    pub fn size(&self) -> Vec2 {
        let page = self.page_size();
        vec2(
            (page.x + 2.0 * MARGIN).max(self.room.x),
            (self.count as f32 * self.pitch() + MARGIN).max(self.room.y),
        )
    }

    /// How much can be scrolled away.
    pub fn most(&self) -> Vec2 {
        (self.size() - self.room).max(Vec2::ZERO)
    }

    /// Where a page lies, from the upper left corner of everything.
    pub fn page(&self, index: usize) -> Rect {
        let size = self.page_size();
        let left = (self.size().x - size.x) / 2.0;
        // Few small pages stand in the middle of the room.
        let all = self.count as f32 * self.pitch() - MARGIN;
        let top = ((self.room.y - all) / 2.0).max(MARGIN);
        Rect::from_min_size(pos2(left, top + index as f32 * self.pitch()), size)
    }

    /// The page on which the reader looks when so much is scrolled away.
    pub fn page_at(&self, offset: Vec2) -> usize {
        let eye = offset.y + self.room.y * 0.4;
        let last = self.count.saturating_sub(1);
        (0..last)
            .find(|&page| self.page(page).bottom() + MARGIN > eye)
            .unwrap_or(last)
    }

    /// How far to scroll to a page's upper edge.
    pub fn top_of(&self, page: usize) -> f32 {
        (self.page(page).top() - MARGIN).min(self.most().y)
    }

    /// What lies at a place of the room when so much is scrolled away.
    pub fn anchor(&self, offset: Vec2, place: Vec2) -> Anchor {
        let at = (offset + place).to_pos2();
        let last = self.count.saturating_sub(1);
        let page = (0..last)
            .find(|&page| self.page(page).bottom() + MARGIN > at.y)
            .unwrap_or(last);
        Anchor {
            page,
            at: ((at - self.page(page).min) / self.scale).to_pos2(),
        }
    }

    /// How much to scroll away so that the anchor is at a place of the room.
    pub fn offset(&self, anchor: Anchor, place: Vec2) -> Vec2 {
        let at = self.page(anchor.page).min + anchor.at.to_vec2() * self.scale;
        (at.to_vec2() - place).clamp(Vec2::ZERO, self.most())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Vec2 = vec2(800.0, 600.0);

    fn stack(zoom: Zoom) -> Stack {
        Stack {
            scale: zoom.scale(ROOM),
            count: 4,
            room: ROOM,
        }
    }

    #[test]
    fn pages_fit_as_asked() {
        let wide = stack(Zoom::FitWidth);
        assert!((wide.page(0).width() - (800.0 - 2.0 * MARGIN)).abs() < 0.01);
        assert_eq!(wide.size().x, 800.0);
        let whole = stack(Zoom::WholePage);
        assert!((whole.page(0).height() - (600.0 - 2.0 * MARGIN)).abs() < 0.01);
        assert_eq!(whole.page(0).center().x, 400.0);
        assert!(Zoom::FitWidth.scale(Vec2::ZERO) > 0.0);
    }

    #[test]
    fn steps_lead_from_any_size_to_the_next() {
        let step = |zoom: Zoom| zoom.scale(ROOM);
        assert_eq!(Zoom::larger(step(Zoom::Percent(100))), Zoom::Percent(125));
        assert_eq!(Zoom::smaller(step(Zoom::Percent(100))), Zoom::Percent(75));
        assert_eq!(Zoom::larger(step(Zoom::Percent(300))), Zoom::Percent(300));
        assert_eq!(Zoom::smaller(step(Zoom::Percent(50))), Zoom::Percent(50));
        assert_eq!(Zoom::larger(NATURAL * 0.97), Zoom::Percent(100));
    }

    #[test]
    fn turning_to_a_page_shows_its_number() {
        for zoom in [Zoom::FitWidth, Zoom::WholePage, Zoom::Percent(300)] {
            let stack = stack(zoom);
            for page in 0..4 {
                let offset = vec2(0.0, stack.top_of(page));
                assert_eq!(stack.page_at(offset), page, "{zoom:?}");
            }
        }
    }

    #[test]
    fn what_one_looks_at_stays_when_it_grows() {
        let (before, after) = (stack(Zoom::FitWidth), stack(Zoom::Percent(200)));
        let (offset, place) = (vec2(0.0, 1500.0), vec2(300.0, 200.0));
        let anchor = before.anchor(offset, place);
        let moved = after.offset(anchor, place);
        let found = after.anchor(moved, place);
        assert_eq!(found.page, anchor.page);
        assert!((found.at - anchor.at).length() < 0.1);
    }
}
