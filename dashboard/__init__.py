"""The dashboard and the command line: the only package that knows Streamlit."""
