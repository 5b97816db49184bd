"""One file a contender, with what `contract` says. Nothing here is imported: each runs in an environment of its own."""
