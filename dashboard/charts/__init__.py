"""The pictures, all from one Plotly template: calm axes, one colour for and one against."""
