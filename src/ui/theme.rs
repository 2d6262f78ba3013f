//! Colours, spacing and sizes of the window, as named tokens. No other file names a colour.

use eframe::egui::{
    self, Color32, CornerRadius, FontFamily, FontId, Frame, Margin, RichText, Shadow, Stroke,
    TextStyle, Vec2, Visuals,
};

/// The colours of one appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind the paper.
    pub ground: Color32,
    /// Menu, toolbar, side panels, status line.
    pub panel: Color32,
    /// The sheet and the cards.
    pub paper: Color32,
    /// Heads of the table.
    pub head: Color32,
    /// Computed totals.
    pub total: Color32,
    pub hairline: Color32,
    /// The frame of fields one types in; shows against panel and paper.
    pub field_line: Color32,
    /// The handle of a scroll bar.
    pub handle: Color32,
    pub hover: Color32,
    pub text: Color32,
    /// Second in rank, still easy to read.
    pub weak: Color32,
    pub accent: Color32,
    /// The part or entry one is at.
    pub accent_soft: Color32,
    pub on_accent: Color32,
    pub error: Color32,
    pub error_soft: Color32,
    pub warning: Color32,
    pub warning_soft: Color32,
    /// Only for "complete" and "saved".
    pub complete: Color32,
    pub complete_soft: Color32,
    /// Cells on the left side of the finding that is lit up.
    pub lit_left: Color32,
    /// Cells on its right side.
    pub lit_right: Color32,
    pub lit_left_line: Color32,
    pub lit_right_line: Color32,
    pub backdrop: Color32,
    pub shadow: Color32,
}

pub const LIGHT: Palette = Palette {
    ground: Color32::from_rgb(238, 241, 245),
    panel: Color32::from_rgb(248, 249, 251),
    paper: Color32::from_rgb(255, 255, 255),
    head: Color32::from_rgb(243, 245, 248),
    total: Color32::from_rgb(240, 243, 246),
    hairline: Color32::from_rgb(213, 218, 226),
    field_line: Color32::from_rgb(150, 159, 173),
    handle: Color32::from_rgb(196, 203, 213),
    hover: Color32::from_rgb(232, 237, 244),
    text: Color32::from_rgb(27, 31, 39),
    weak: Color32::from_rgb(88, 97, 112),
    accent: Color32::from_rgb(31, 95, 174),
    accent_soft: Color32::from_rgb(224, 236, 250),
    on_accent: Color32::from_rgb(255, 255, 255),
    error: Color32::from_rgb(180, 35, 24),
    error_soft: Color32::from_rgb(253, 236, 235),
    warning: Color32::from_rgb(130, 88, 0),
    warning_soft: Color32::from_rgb(252, 241, 210),
    complete: Color32::from_rgb(22, 117, 56),
    complete_soft: Color32::from_rgb(228, 244, 233),
    lit_left: Color32::from_rgb(217, 232, 251),
    lit_right: Color32::from_rgb(236, 226, 248),
    lit_left_line: Color32::from_rgb(31, 95, 174),
    lit_right_line: Color32::from_rgb(116, 66, 168),
    backdrop: Color32::from_black_alpha(80),
    shadow: Color32::from_black_alpha(24),
};

pub const DARK: Palette = Palette {
    ground: Color32::from_rgb(27, 30, 35),
    panel: Color32::from_rgb(34, 38, 44),
    paper: Color32::from_rgb(38, 43, 50),
    head: Color32::from_rgb(44, 50, 58),
    total: Color32::from_rgb(46, 52, 60),
    hairline: Color32::from_rgb(58, 65, 75),
    field_line: Color32::from_rgb(112, 122, 137),
    handle: Color32::from_rgb(82, 91, 104),
    hover: Color32::from_rgb(48, 55, 64),
    text: Color32::from_rgb(230, 233, 238),
    weak: Color32::from_rgb(160, 169, 182),
    accent: Color32::from_rgb(110, 168, 254),
    accent_soft: Color32::from_rgb(36, 54, 79),
    on_accent: Color32::from_rgb(15, 23, 36),
    error: Color32::from_rgb(255, 138, 128),
    error_soft: Color32::from_rgb(74, 36, 38),
    warning: Color32::from_rgb(245, 205, 110),
    warning_soft: Color32::from_rgb(74, 60, 30),
    complete: Color32::from_rgb(110, 206, 140),
    complete_soft: Color32::from_rgb(30, 62, 44),
    lit_left: Color32::from_rgb(43, 66, 97),
    lit_right: Color32::from_rgb(68, 54, 92),
    lit_left_line: Color32::from_rgb(110, 168, 254),
    lit_right_line: Color32::from_rgb(195, 160, 240),
    backdrop: Color32::from_black_alpha(140),
    shadow: Color32::from_black_alpha(80),
};

/// Between things that belong together.
pub const GAP: f32 = 8.0;
/// Between groups.
pub const GROUP_GAP: f32 = 16.0;
/// Between sections of a page.
pub const SECTION_GAP: f32 = 28.0;
/// Left of what stands below a heading.
pub const PAGE_MARGIN: f32 = 18.0;

pub const MENU_HEIGHT: f32 = 32.0;
pub const TOOLBAR_HEIGHT: f32 = 42.0;
pub const STATUS_HEIGHT: f32 = 28.0;
/// Nothing to click is lower than this.
pub const CONTROL_HEIGHT: f32 = 30.0;
pub const LIST_ROW_HEIGHT: f32 = 33.0;

pub const PARTS_WIDTH: f32 = 196.0;
/// The parts as icons.
pub const PARTS_NARROW_WIDTH: f32 = 52.0;
pub const FINDINGS_WIDTH: f32 = 286.0;
/// The sheet wants this much room before the findings may stand beside it.
pub const SHEET_COMFORTABLE_WIDTH: f32 = 720.0;
/// The sheet wants this much room before the parts may stand beside it in words.
pub const SHEET_LEAST_WIDTH: f32 = 740.0;
pub const SEARCH_WIDTH: f32 = 230.0;
pub const DIALOG_WIDTH: f32 = 480.0;
/// Of dialogs with lists of sentences.
pub const WIDE_DIALOG_WIDTH: f32 = 680.0;
pub const NOTICE_MOST_WIDTH: f32 = 640.0;

/// The heads of a table stay in sight while they take no more of its room than this.
pub const STICKY_SHARE: f32 = 0.4;
/// Room between the paper's edge and the table.
pub const PAPER_MARGIN: f32 = 16.0;
pub const TABLE_LEAST_WIDTH: f32 = 600.0;
pub const TABLE_MOST_WIDTH: f32 = 1120.0;
/// Text pages and forms are no wider than the eye likes.
pub const TEXT_MOST_WIDTH: f32 = 760.0;
pub const ROW_HEIGHT: f32 = 28.0;
/// A row whose figures have last year's below them.
pub const COMPARED_ROW_HEIGHT: f32 = 40.0;
/// Of the two lines in such a row: the figure's and last year's.
pub const FIGURE_LINE_HEIGHT: f32 = 20.0;
pub const LAST_YEAR_LINE_HEIGHT: f32 = 15.0;
/// What a label is moved in by a character.
pub const INDENT: f32 = 9.0;
pub const CELL_PADDING: Vec2 = Vec2::new(6.0, 4.0);

pub const BODY_SIZE: f32 = 14.0;
pub const CELL_SIZE: f32 = 13.5;
pub const SMALL_SIZE: f32 = 12.5;
/// Last year's figures below this year's.
pub const LAST_YEAR_SIZE: f32 = 11.5;
pub const HEADING_SIZE: f32 = 16.0;
pub const TITLE_SIZE: f32 = 26.0;

pub const LINE: f32 = 1.0;
pub const CURSOR_LINE: f32 = 2.0;
/// The coloured edge of a finding's card.
pub const CARD_EDGE: f32 = 3.0;
pub const RADIUS: CornerRadius = CornerRadius::same(5);
pub const CARD_MARGIN: Margin = Margin::symmetric(12, 10);

/// The name of the heavier face.
const STRONG_FAMILY: &str = "strong";

/// The heavier face.
pub fn strong_family() -> FontFamily {
    FontFamily::Name(STRONG_FAMILY.into())
}

/// The colours in force.
pub fn palette(ui: &egui::Ui) -> &'static Palette {
    of(ui.visuals().dark_mode)
}

/// A sheet of paper on the ground, still without margins.
pub fn paper(palette: &Palette) -> Frame {
    Frame::new()
        .fill(palette.paper)
        .stroke(Stroke::new(LINE, palette.hairline))
        .corner_radius(RADIUS)
}

/// The colours of the dark or the light appearance.
pub fn of(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

/// Text in the heavier face.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).family(strong_family())
}

/// A page's heading.
pub fn heading(text: impl Into<String>) -> RichText {
    strong(text).size(HEADING_SIZE)
}

/// Text of the second rank.
pub fn small(ui: &egui::Ui, text: impl Into<String>) -> RichText {
    RichText::new(text).size(SMALL_SIZE).color(palette(ui).weak)
}

/// Gives both appearances their colours and measures.
pub fn apply(context: &egui::Context) {
    for (theme, palette) in [(egui::Theme::Light, &LIGHT), (egui::Theme::Dark, &DARK)] {
        context.style_mut_of(theme, |style| {
            style.visuals = visuals(theme, palette);
            style.text_styles = text_styles();
            measures(style);
        });
    }
}

fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Small, SMALL_SIZE),
        (TextStyle::Body, BODY_SIZE),
        (TextStyle::Button, BODY_SIZE),
        (TextStyle::Monospace, BODY_SIZE),
    ]
    .into_iter()
    .map(|(style, size)| (style, FontId::proportional(size)))
    .chain([(
        TextStyle::Heading,
        FontId::new(HEADING_SIZE, strong_family()),
    )])
    .collect()
}

fn measures(style: &mut egui::Style) {
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::splat(GAP);
    spacing.button_padding = Vec2::new(10.0, 5.0);
    spacing.interact_size = Vec2::new(32.0, CONTROL_HEIGHT);
    spacing.menu_margin = Margin::symmetric(6, 6);
    spacing.window_margin = Margin::same(18);
    spacing.menu_width = 240.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll = egui::style::ScrollStyle::solid();
    spacing.scroll.bar_width = 9.0;
    spacing.scroll.foreground_color = false;
    // The fade would lie over the heads that stay in sight.
    spacing.scroll.fade.strength = 0.0;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;
    style.animation_time = 0.0;
    style.scroll_animation = egui::style::ScrollAnimation::none();
}

fn visuals(theme: egui::Theme, palette: &Palette) -> Visuals {
    let mut visuals = theme.default_visuals();
    let line = |color| Stroke::new(LINE, color);
    visuals.weak_text_color = Some(palette.weak);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.head;
    visuals.extreme_bg_color = palette.paper;
    visuals.text_edit_bg_color = Some(palette.paper);
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.paper;
    visuals.window_stroke = line(palette.hairline);
    visuals.window_corner_radius = RADIUS;
    visuals.menu_corner_radius = RADIUS;
    visuals.popup_shadow = Shadow {
        offset: [0, 4],
        blur: 14,
        spread: 0,
        color: palette.shadow,
    };
    visuals.window_shadow = visuals.popup_shadow;
    visuals.selection.bg_fill = palette.accent_soft;
    visuals.selection.stroke = Stroke::new(LINE, palette.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    visuals.button_frame = true;
    visuals.disabled_alpha = 0.55;

    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_fill = palette.panel;
    widgets.noninteractive.weak_bg_fill = palette.panel;
    widgets.noninteractive.bg_stroke = line(palette.hairline);
    widgets.noninteractive.fg_stroke = line(palette.text);
    // Scroll bars are the one thing painted with it.
    widgets.inactive.bg_fill = palette.handle;

    widgets.inactive.weak_bg_fill = palette.paper;
    widgets.inactive.bg_stroke = line(palette.field_line);
    widgets.inactive.fg_stroke = line(palette.text);
    widgets.hovered.bg_fill = palette.field_line;
    widgets.hovered.weak_bg_fill = palette.hover;
    widgets.hovered.bg_stroke = line(palette.accent);
    widgets.hovered.fg_stroke = line(palette.text);
    widgets.active.bg_fill = palette.field_line;
    widgets.active.weak_bg_fill = palette.accent_soft;
    widgets.active.bg_stroke = Stroke::new(CURSOR_LINE, palette.accent);
    widgets.active.fg_stroke = line(palette.text);
    widgets.open.bg_fill = palette.accent_soft;
    widgets.open.weak_bg_fill = palette.accent_soft;
    widgets.open.bg_stroke = line(palette.accent);
    widgets.open.fg_stroke = line(palette.text);
    for state in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        state.corner_radius = RADIUS;
        state.expansion = 0.0;
    }
    visuals
}

/// A frame that fills a panel.
pub fn panel_frame(fill: Color32, margin: Margin) -> Frame {
    Frame::new().fill(fill).inner_margin(margin)
}

/// Buttons without a frame until the pointer or the keyboard is on them.
pub fn quiet_buttons(ui: &mut egui::Ui) {
    let visuals = ui.visuals_mut();
    visuals.widgets.inactive.weak_bg_fill = Color32::TRANSPARENT;
    visuals.widgets.inactive.bg_stroke = Stroke::NONE;
    visuals.widgets.open.bg_stroke = Stroke::NONE;
}

/// Makes the next tick boxes of `ui` empty while they are not ticked.
pub fn tick_boxes(ui: &mut egui::Ui) {
    let palette = palette(ui);
    let widgets = &mut ui.visuals_mut().widgets;
    for state in [
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
    ] {
        state.bg_fill = palette.paper;
        state.fg_stroke = Stroke::new(CURSOR_LINE, palette.accent);
    }
}

/// Makes the next buttons of `ui` the one thing to do here.
pub fn primary_buttons(ui: &mut egui::Ui) {
    let palette = palette(ui);
    let visuals = ui.visuals_mut();
    for state in [
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
    ] {
        state.weak_bg_fill = palette.accent;
        state.fg_stroke = Stroke::new(LINE, palette.on_accent);
    }
    visuals.widgets.inactive.bg_stroke = Stroke::new(LINE, palette.accent);
    visuals.widgets.active.bg_stroke = Stroke::new(CURSOR_LINE, palette.lit_left);
    visuals.widgets.hovered.bg_stroke = Stroke::new(CURSOR_LINE, palette.lit_left);
}

/// Selects characters of a text field, so that typing replaces them.
pub fn select(context: &egui::Context, field: egui::Id, characters: std::ops::Range<usize>) {
    let mut state = egui::TextEdit::load_state(context, field).unwrap_or_default();
    let [start, end] = [characters.start, characters.end].map(egui::text::CCursor::new);
    let range = egui::text::CCursorRange::two(start, end);
    state.cursor.set_char_range(Some(range));
    state.store(context, field);
}

/// A button that reads as a link: its text begins where the text above begins.
pub fn link(ui: &mut egui::Ui, text: &str) -> egui::Response {
    let color = palette(ui).accent;
    let link = ui.scope(|ui| {
        quiet_buttons(ui);
        ui.spacing_mut().button_padding = Vec2::new(0.0, 2.0);
        ui.spacing_mut().interact_size.y = 24.0;
        ui.add(egui::Button::new(RichText::new(text).color(color)))
            .on_hover_cursor(egui::CursorIcon::PointingHand)
    });
    keep_in_sight(&link.inner);
    link.inner
}

/// Scrolls to what the keyboard has just come to.
pub fn keep_in_sight(response: &egui::Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// The paper of the printer, white in every appearance.
pub const PRINTED_PAPER: Color32 = Color32::WHITE;
/// Nothing painted.
pub const CLEAR: Color32 = Color32::TRANSPARENT;
