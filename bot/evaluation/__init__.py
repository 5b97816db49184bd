"""Measurements: what Copydesk costs and how often it is right. Never part of the tests.

`python -m bot.evaluation.latency` needs nothing; `python -m bot.evaluation.desk` a file of articles with questions.
"""
