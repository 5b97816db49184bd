"""A draft about the sample articles, with an error of each kind, for the page's tests and pictures."""

DRAFT = (
    "Around 1,000 engineers were deployed to Kursk, South Korea’s intelligence agency said. "
    "Kim said twelve of them were killed there. "
    "“The lorry was a victim of this fire, not its cause,” Ms Haldane said.\n\n"
    "The United Nations has condemned the deployment."
)
