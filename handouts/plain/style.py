"""The style of the HTML file: the sheet's colours, a column to read, and a form for the printer."""

from __future__ import annotations

from handouts.design import Design

_SHEET = """
:root{color-scheme:only light}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem 1.25rem 3rem;max-width:46rem;background:%(paper)s;color:%(ink)s;
font:1.0625rem/1.5 "Open Sans","Segoe UI","Noto Sans",Arial,sans-serif}
a{color:%(main)s}
a:focus-visible{outline:3px solid %(hot)s;outline-offset:2px}
.skip{position:absolute;left:-99rem;background:%(paper)s;padding:.5rem 1rem}
.skip:focus{left:1rem;top:1rem}
header{border-bottom:1px solid %(rule)s;padding-bottom:.5rem;margin-bottom:1.5rem}
header p,footer p{margin:0}
.eyebrow{margin:0;color:%(main)s;font-weight:600}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.3rem;line-height:1.3;margin:2rem 0 .5rem;color:%(main)s}
h3{font-size:1.1rem;margin:1.25rem 0 .5rem}
p,ul,ol,dl{margin:.4rem 0}
li{margin:.2rem 0}
#in-short{background:%(tint)s;border-left:.4rem solid %(main)s;padding:.75rem 1rem;margin-top:1.5rem}
#in-short h2{margin:0;font-size:1rem}
.message{font-size:1.35rem;font-weight:700;margin:.1rem 0 .5rem}
#flags h2{color:%(ink)s}
.tier{padding:.5rem 1rem;margin:.5rem 0;border-left:.4rem solid}
.tier h3{margin:.2rem 0}
.tier h3 span{font-weight:400}
.emergency.tier{background:%(red_tint)s;border-color:%(red)s}
.today.tier{background:%(amber_tint)s;border-color:%(brown)s}
.soon.tier{background:%(tint)s;border-color:%(main)s}
.emergency.tier h3,footer .emergency{color:%(red)s}
.today.tier h3{color:%(brown)s}
.soon.tier h3{color:%(main)s}
figure{margin:1rem 0}
svg{display:block;max-width:100%%}
.views{display:flex;gap:2rem;justify-content:center;background:%(picture_ground)s;padding:1rem}
.views div{width:9rem}
.views p{text-align:center;margin:.3rem 0 0}
.card{border-top:1px solid %(rule)s;padding-top:.25rem;margin-top:1.25rem}
.card figure{background:%(picture_ground)s;padding:.5rem;max-width:24rem}
.card svg{max-height:14rem;width:100%%}
.dose{color:%(main)s;font-weight:700}
dl div{display:flex;gap:.75rem}
dt{font-weight:600;flex:0 0 5.5rem}
dd{margin:0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%%}
caption{text-align:left;color:%(mute)s;padding-bottom:.3rem}
th,td{border:1px solid %(rule)s;padding:.3rem .4rem;min-width:2.6rem}
th[scope=row]{text-align:left;font-weight:400}
thead td{border:0}
.scale [role=img]{display:flex}
.scale [role=img] span{flex:1;text-align:center;border:1px solid %(rule)s;padding:.3rem 0;font-weight:700}
figcaption{color:%(mute)s}
.scale figcaption{display:flex;justify-content:space-between}
.line{border-bottom:1px solid %(mute)s;height:2rem;margin:0}
.grade,.small,footer{color:%(mute)s}
footer{border-top:1px solid %(rule)s;margin-top:2rem;padding-top:.5rem}
footer .emergency{font-weight:700}
@media print{
body{max-width:none;padding:0;font-size:12pt}
.skip{display:none}
h1,h2,h3{break-after:avoid}
.card,.tier,figure,tr{break-inside:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
"""
_LARGE = "body{font-size:1.5rem}@media print{body{font-size:18pt}}"


def style_of(design: Design) -> str:
    """CSS in the colours of the design; large print begins with a larger size."""
    colours = {name: getattr(design.colours, name) for name in design.colours.__struct_fields__}
    return (_SHEET % colours).strip() + (_LARGE if design.large else "")
