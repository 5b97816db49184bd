"""The page, short of drawing it: escaped HTML, one visitor's desk, and what the server refuses. No gradio here."""
