"""Figures as newspapers write them, as values with bounds: found, told apart from what is none, and compared."""

from bot.numbers.agreement import agree, compatible
from bot.numbers.figure import Figure, Qualifier
from bot.numbers.scan import figures
from bot.numbers.whole import whole_figure

__all__ = ["Figure", "Qualifier", "agree", "compatible", "figures", "whole_figure"]
