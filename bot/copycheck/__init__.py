"""Drafts checked against articles: which sentences they support, and what differs in the others."""

from bot.copycheck.check import check, check_quote

__all__ = ["check", "check_quote"]
