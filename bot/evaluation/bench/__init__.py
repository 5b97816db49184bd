"""Copydesk and what people would use instead, side by side: `python -m bot.evaluation.bench --help`.

Each contender is a file in `contenders`, used as its own documentation says and not tuned. `contract` runs one in a
process of its own: it indexes the articles' paragraphs into a folder, or opens that folder and answers queries. All
embed with the same model from the same folder, and none of them reaches a network.
"""
