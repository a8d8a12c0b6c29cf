"""Strings that programs stumble over, of our own collecting."""

NAUGHTY: tuple[str, ...] = (
    # What looks like nothing, or like a value.
    "-", "0", "-1", "1e309", "NaN", "Infinity", "null", "None", "undefined", "true", "FALSE", "N/A", "#REF!", "1/0",
    "00012", "1.0", "1,5", "0x1F", "9" * 400, "2026-02-30", "31/31/2026", "12.03.26", "tomorrow",
    # What spreadsheets run, shells expand and templates fill in.
    "=1+1", "+447700900000", "@SUM(A1)", "=HYPERLINK(\"file:///etc\")", "$(reboot)", "`id`", "%PATH%", "$HOME", "{{7*7}}",
    "{% include 'x' %}", "{name}", "%s%n%d", "<b>bold", "</para>", "<img src='/etc/hostname'/>", "<a href='javascript:x'>y</a>",
    "&amp;&lt;&nosuch;", "<!-- ", "]]>", "'; DROP TABLE clients; --", "\" OR \"\"=\"", "\\", "\\\\server\\share", "\\u0041",
    # Names of files, devices and parts of paths.
    "..", "../../../../tmp/x", "/etc/passwd", "C:\\Windows\\x", "CON", "nul.pdf", "COM1", "a" * 300, "trailing. ", ".hidden", "~root",
    # What parts cells and lines, in places where it does not.
    "a;b;;c", ";", ":", "neck:", ":left", "a:b:c", "a,b", "a\tb", "\"", "\"\"", "'", "line\nbreak", "line\r\nbreak", "line\rbreak",
    "\u2028", "\u0085", "\x0b\x0c", "\x1b[31mred", "\x07", "(", ")", "(()", "[", "%",
    # Letters.
    "Ünïcödé", "Zoë d’Arcy-Ñuñez", "Łukasz Žižek", "Αλέξανδρος", "Дмитрий", "Nguyễn Thị Ánh", "İstanbul ıI", "ﬁnal ﬂow", "ß ẞ",
    "e\u0301\u0327", "Z" + "\u0351\u0348\u036f" * 30, "محمد", "שלום", "ابجد abc ابجد", "अमित", "ไทย", "日本語 テスト", "한국어", "汉字" * 60,
    "\U0001f9d8\u200d\u2640\ufe0f", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1ec\U0001f1e7", "\U00020bb7", "\u200b", "\u00a0", "\ufeff", "\u202egnp.exe",
    "\u2066x\u2069", "\u00ad" * 20, "\ufdd0", "\uffff", "\ue000", "½ ² № ™", "“quotes” ‘and’ «more»", "−1 – 2 — 3", "…",
)  # fmt: skip
