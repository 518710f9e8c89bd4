"""Results as text, one package per family of formats. Renderers return text; they never print."""
