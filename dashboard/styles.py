"""What Streamlit's theme does not say: tighter tops, aligned numbers, highlighted words."""

from __future__ import annotations

from explain.markup import STYLE

PAGE_STYLE = f"""<style>
{STYLE}
.block-container{{padding-top:2.6rem;padding-bottom:4rem;max-width:78rem}}
.texts{{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1rem;line-height:1.75}}
.texts .label{{opacity:.65;font-size:.85em;white-space:nowrap;padding-top:.15em}}
.lead{{font-size:1.12rem;line-height:1.6;margin:.2rem 0 .6rem}}
@media (max-width:640px){{.texts{{grid-template-columns:1fr;gap:.05rem}}.texts .label{{margin-top:.5rem}}}}
</style>"""
