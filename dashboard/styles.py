"""What Streamlit's theme does not say: sizes, aligned numbers, highlighted words. Colours follow light and dark."""

from __future__ import annotations

from dashboard.charts.palette import AGAINST, FOR, NEUTRAL

PAGE_STYLE = f"""<style>
.block-container{{padding-top:3.4rem;padding-bottom:4rem;max-width:80rem}}
[data-testid=stHeading] h1{{font-size:1.75rem;padding:.2rem 0}}
[data-testid=stHeading] h3{{font-size:1.15rem;padding:.6rem 0 .35rem}}
[data-testid=stMetricValue],.plain td.number{{font-variant-numeric:tabular-nums}}
[data-testid=stRadio]{{margin-top:.3rem}}
.lead{{font-size:1.08rem;line-height:1.6;margin:0}}
.small{{font-size:.86rem;opacity:.72;line-height:1.5;margin:0}}
.badge{{display:inline-block;font-size:.8rem;line-height:1.5;padding:0 .55em;border-radius:1em;white-space:nowrap;
 border:1px solid rgba(128,128,128,.45)}}
.badge.simulated{{background:rgba(217,108,6,.14);border-color:rgba(217,108,6,.55)}}
.hint{{display:inline-block;margin-left:.35em;font-size:.72em;line-height:1.35em;width:1.35em;text-align:center;
 border:1px solid currentColor;border-radius:50%;opacity:.6;cursor:help}}
.scroll{{overflow-x:auto}}
.plain{{border-collapse:collapse;width:100%;font-size:.93rem;line-height:1.45}}
.plain th{{text-align:left;font-weight:500;opacity:.65;white-space:nowrap;font-size:.86rem}}
.plain th,.plain td{{padding:.38rem .7rem .38rem 0;border-bottom:1px solid rgba(128,128,128,.22);vertical-align:middle}}
.plain tr:last-child td{{border-bottom:0}}
.plain .number{{text-align:right;white-space:nowrap}}
.plain a{{color:inherit}}.plain a.short{{white-space:nowrap}}
.plain .number:not(:last-child){{padding-right:1.4rem}}
.plain .strong td{{font-weight:600}}
.plain .under{{display:block;font-size:.84rem;opacity:.65;line-height:1.4}}
.track{{position:relative;height:.8rem;min-width:6rem;width:100%;
 background:linear-gradient(rgba(128,128,128,.5),rgba(128,128,128,.5)) center/1px 100% no-repeat}}
.track div{{position:absolute;top:0;height:100%}}
.track .for{{left:50%;background:{FOR};border-radius:0 2px 2px 0}}
.track .against{{right:50%;background:{AGAINST};border-radius:2px 0 0 2px}}
.span{{position:relative;height:1rem;min-width:8rem;
 background:linear-gradient(rgba(128,128,128,.5),rgba(128,128,128,.5)) center/1px 100% no-repeat}}
.span i{{position:absolute;top:calc(50% - 1.5px);height:3px;background:currentColor}}
.span b{{position:absolute;top:calc(50% - 4.5px);width:9px;height:9px;margin-left:-4.5px;border-radius:50%;
 background:currentColor}}
.span.better{{color:{FOR}}}.span.worse{{color:{AGAINST}}}.span.unsure{{color:{NEUTRAL}}}
.share{{height:.8rem;min-width:6rem;background:rgba(128,128,128,.15);border-radius:2px}}
.share i{{display:block;height:100%;background:{NEUTRAL};border-radius:2px}}
.two{{display:grid;grid-template-columns:1fr 1fr;gap:.5rem 2rem;align-items:start}}
.two h4{{font-size:1rem;font-weight:600;margin:.3rem 0;padding:0}}.two p{{margin:0 0 .4rem}}
.texts{{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1rem;line-height:1.8}}
.texts .label{{opacity:.65;font-size:.86rem;white-space:nowrap;padding-top:.1em}}
.texts p{{margin:0}}
.legend .for{{background:rgba(37,99,199,.3)}}.legend .against{{background:rgba(217,108,6,.3)}}
.texts del{{background:rgba(217,108,6,.22);border-radius:.2em;padding:.06em .12em}}
.texts ins{{background:rgba(37,99,199,.22);border-radius:.2em;padding:.06em .12em}}
.move{{display:inline-block;white-space:nowrap;border-radius:.3em;padding:0 .4em;font-variant-numeric:tabular-nums}}
.move.up,.move.new{{background:rgba(37,99,199,.2)}}.move.down,.move.out{{background:rgba(217,108,6,.2)}}
[data-testid=stMainBlockContainer]{{container-type:inline-size}}
@container (max-width:50rem){{
 [data-testid=stHorizontalBlock]:has([data-testid=stPlotlyChart])>[data-testid=stColumn]{{min-width:100%}}
}}
@media (max-width:640px){{
 .block-container{{padding-left:1rem;padding-right:1rem}}
 .plain .extra{{display:none}}
 .texts{{grid-template-columns:1fr;gap:0}}.texts .label{{margin-top:.55rem}}
 .track,.span,.share{{min-width:3.5rem}}
 .two{{grid-template-columns:1fr}}
}}
</style>"""
