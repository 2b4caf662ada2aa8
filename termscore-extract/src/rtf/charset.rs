//! Bytes of an RTF file and the font they are set in, characters out.

use encoding_rs::{Encoding, WINDOWS_1252};

/// How bytes become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Text(&'static Encoding),
    /// A font of pictures, such as Symbol and Wingdings.
    Symbols,
}

impl Charset {
    /// By the number of a Windows code page; Western if it is unknown.
    pub(super) fn of_page(page: i32) -> Charset {
        let label: &[u8] = match page {
            874 => b"windows-874",
            932 => b"shift_jis",
            936 => b"gbk",
            949 => b"euc-kr",
            950 => b"big5",
            1250 => b"windows-1250",
            1251 => b"windows-1251",
            1253 => b"windows-1253",
            1254 => b"windows-1254",
            1255 => b"windows-1255",
            1256 => b"windows-1256",
            1257 => b"windows-1257",
            1258 => b"windows-1258",
            10_000 => b"macintosh",
            65_001 => b"utf-8",
            _ => b"windows-1252",
        };
        Charset::Text(Encoding::for_label(label).unwrap_or(WINDOWS_1252))
    }

    /// By the `\fcharset` of a font; absent for the one of the document.
    pub(super) fn of_font(charset: i32) -> Option<Charset> {
        let page = match charset {
            2 => return Some(Charset::Symbols),
            77 => 10_000,
            128 => 932,
            129 => 949,
            134 => 936,
            136 => 950,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 => 1255,
            178 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            _ => return None,
        };
        Some(Charset::of_page(page))
    }

    pub(super) fn decode(self, bytes: &[u8], out: &mut String) {
        match self {
            Charset::Text(encoding) => out.push_str(&encoding.decode_without_bom_handling(bytes).0),
            Charset::Symbols => out.extend(bytes.iter().filter_map(|it| symbol(u32::from(*it)))),
        }
    }
}

/// What contracts use of the fonts of pictures; text set in one of them by mistake stays.
pub(super) fn symbol(code: u32) -> Option<char> {
    match code & 0xff {
        0xb7 | 0x6c => Some('•'),
        0xa7 => Some('▪'),
        0xa8 | 0x6f | 0x71 => Some('☐'),
        0x78 | 0xfd | 0xfe => Some('☒'),
        0xfc => Some('✓'),
        0xd3 | 0xe3 => Some('©'),
        0xd2 | 0xe2 => Some('®'),
        0xd4 | 0xe4 => Some('™'),
        it if (0x20..0x7f).contains(&it) => char::from_u32(it),
        _ => None,
    }
}
