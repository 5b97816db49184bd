"""How the shipped reader was made: data, windows as inference makes them, and a plain PyTorch loop."""
