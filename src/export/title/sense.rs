//! Where a title may be broken: what a break costs the sense.

/// No break here, except where nothing else is left.
pub(super) const FORBIDDEN: f32 = 1000.0;

/// Before a bracketed name.
const BEST: f32 = 0.0;
/// After a province, city, district, or a body of its own.
const GOOD: f32 = 1.0;
/// Between words.
const FAIR: f32 = 4.0;
/// Between characters of which it is not known whether they are a word.
const POOR: f32 = 12.0;
/// Added inside brackets: what they hold belongs together.
const BRACKETED: f32 = 6.0;

/// Bodies that a name may begin with or end with.
const BODIES: &[&str] = &["人民政府", "领导小组", "研究院", "联合会"];

/// What a name ends with: never at a line's beginning, well at its end.
const ENDINGS: &[&str] = &[
    "委员会",
    "管委会",
    "办公室",
    "办事处",
    "指挥部",
    "事务所",
    "自治区",
    "自治州",
    "自治县",
    "开发区",
    "示范区",
    "试验区",
    "合作区",
    "新片区",
    "园区",
    "新区",
    "特区",
    "林区",
    "矿区",
    "地区",
    "街道",
    "总局",
    "分局",
    "局",
    "厅",
    "部",
    "院",
    "署",
];

/// Words of titles and of agencies' names: never broken.
const WORDS: &[&str] = &[
    "政府信息公开",
    "信息公开",
    "年度报告",
    "年报",
    "工作",
    "报告",
    "政务服务",
    "政务",
    "服务",
    "管理",
    "监督",
    "市场",
    "市政市容",
    "市容",
    "发展",
    "改革",
    "住房",
    "城乡",
    "城市",
    "建设",
    "规划",
    "自然资源",
    "资源",
    "生态",
    "环境",
    "保护",
    "交通",
    "运输",
    "水务",
    "水利",
    "农业",
    "农村",
    "文化",
    "旅游",
    "广播",
    "电视",
    "电影",
    "体育",
    "卫生",
    "健康",
    "应急",
    "审计",
    "统计",
    "医疗",
    "保障",
    "人力资源",
    "人力",
    "社会",
    "退役军人",
    "退役",
    "军人",
    "事务",
    "民族",
    "宗教",
    "经济",
    "信息化",
    "信息",
    "技术",
    "科学",
    "教育",
    "公安",
    "司法",
    "财政",
    "民政",
    "国有资产",
    "国有",
    "资产",
    "金融",
    "园林",
    "部门",
    "医院",
    "干部",
    "绿化",
    "综合",
    "行政",
    "执法",
    "知识产权",
    "机关",
    "信访",
    "开发",
    "投资",
    "促进",
    "商务",
    "审批",
    "大数据",
    "数据",
    "安全",
    "生产",
    "食品",
    "药品",
    "质量",
    "工业",
    "产业",
    "口岸",
    "粮食",
    "物资",
    "储备",
    "林业",
    "草原",
    "海洋",
    "渔业",
    "气象",
    "地震",
    "消防",
    "救援",
    "档案",
    "史志",
    "公共",
    "人民",
    "政府",
    "国家",
    "中央",
    "联合",
    "协会",
    "中心",
    "试验",
    "自由贸易",
    "贸易",
    "保税",
    "物流",
    "旅游度假",
    "风景",
    "名胜",
    "关于",
    "情况",
    "安排",
    "明年",
    "年度",
    "合作",
    "对外",
    "外事",
    "港澳",
    "侨务",
    "台湾",
    "乡村",
    "振兴",
    "扶贫",
    "能源",
    "煤矿",
    "核工业",
    "税务",
    "海关",
    "邮政",
    "通信",
    "烟草",
    "专卖",
    "机场",
    "铁路",
    "公路",
];

/// Characters that end a place's name.
const PLACES: &str = "省市县区旗盟州镇乡";
const OPENING: &str = "（(〔《“";
const CLOSING: &str = "）)〕》”";
const JOINTS: &str = "、，：·—和与及";

/// The most characters of a place's name.
const LONGEST_PLACE: usize = 6;

/// Characters that are never broken, and what they are.
#[derive(Clone, Copy, Debug)]
struct Unit {
    begin: usize,
    end: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A place or a body: ends a name.
    Body,
    Word,
    /// 局 and the like: belongs to the word before it, and ends a name.
    Ending,
    /// A number with what it counts, Latin letters.
    Number,
    Opening,
    Closing,
    /// 、 and 和: no line begins with them.
    Joint,
    /// One character of a name, or anything else.
    Letter,
}

/// For each place between characters, by the number of those before it, what a break there
/// costs. The first entry, before them all, is no place for a break.
pub(super) fn penalties(characters: &[char]) -> Vec<f32> {
    let units = with_places(units(characters), characters);
    let mut costs = vec![FORBIDDEN; characters.len()];
    let mut depth = 0_usize;
    for pair in units.windows(2) {
        let [before, after] = pair else { continue };
        match before.kind {
            Kind::Opening => depth += 1,
            Kind::Closing => depth = depth.saturating_sub(1),
            _ => {}
        }
        let inside = if depth > 0 { BRACKETED } else { 0.0 };
        if let Some(cost) = costs.get_mut(after.begin) {
            *cost = between(before.kind, after.kind) + inside;
        }
    }
    costs
}

fn between(before: Kind, after: Kind) -> f32 {
    match (before, after) {
        (Kind::Opening, _) | (_, Kind::Closing | Kind::Joint | Kind::Ending) => FORBIDDEN,
        (_, Kind::Opening) => BEST,
        (Kind::Body | Kind::Ending, _) => GOOD,
        (Kind::Letter, Kind::Letter) => POOR,
        (Kind::Letter, _) | (_, Kind::Letter) => (FAIR + POOR) / 2.0,
        _ => FAIR,
    }
}

/// The text in units, place names still in single characters.
fn units(characters: &[char]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut begin = 0;
    while let Some(rest) = characters.get(begin..).filter(|rest| !rest.is_empty()) {
        let (length, kind) = first_unit(rest);
        let end = begin + length;
        units.push(Unit { begin, end, kind });
        begin = end;
    }
    units
}

/// How many characters the first unit has, and what it is.
fn first_unit(rest: &[char]) -> (usize, Kind) {
    let longest = |words: &[&str]| {
        let lengths = words.iter().filter_map(|word| {
            let length = word.chars().count();
            let found = rest.get(..length)?.iter().copied().eq(word.chars());
            found.then_some(length)
        });
        lengths.max()
    };
    let first = rest.first().copied().unwrap_or_default();
    if first.is_ascii_alphanumeric() {
        let run = rest.iter().take_while(|one| one.is_ascii_graphic()).count();
        let counted = rest.get(run..).unwrap_or_default();
        let counted = counted.iter().take_while(|one| "年度月日".contains(**one));
        return (run + counted.count(), Kind::Number);
    }
    let known = [
        (longest(ENDINGS), Kind::Ending),
        (longest(WORDS), Kind::Word),
        (longest(BODIES), Kind::Body),
    ];
    let known = known
        .into_iter()
        .filter_map(|(length, kind)| Some((length?, kind)));
    if let Some(unit) = known.max_by_key(|(length, _)| *length) {
        return unit;
    }
    let kind = match first {
        _ if OPENING.contains(first) => Kind::Opening,
        _ if CLOSING.contains(first) => Kind::Closing,
        _ if JOINTS.contains(first) || first.is_whitespace() => Kind::Joint,
        _ => Kind::Letter,
    };
    (1, kind)
}

/// Puts place names together: 通, 州 and 区 are one unit.
fn with_places(units: Vec<Unit>, characters: &[char]) -> Vec<Unit> {
    let ends_place = |unit: &Unit| {
        let last = characters.get(unit.begin).copied().unwrap_or_default();
        unit.kind == Kind::Letter && PLACES.contains(last)
    };
    let mut whole: Vec<Unit> = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        whole.push(*unit);
        // 州 in 通州区 ends nothing: another such character follows.
        if !ends_place(unit) || units.get(index + 1).is_some_and(ends_place) {
            continue;
        }
        let letters = whole.iter().rev();
        let letters = letters.take_while(|unit| unit.kind == Kind::Letter);
        let name = letters.take(LONGEST_PLACE).count();
        // 市 after 青岛市 begins a name.
        if name < 2 {
            continue;
        }
        whole.truncate(whole.len() - name);
        whole.push(Unit {
            begin: unit.end - name,
            end: unit.end,
            kind: Kind::Body,
        });
    }
    whole
}
