"""A number with its noun, in every sentence of the course: one is no plural."""


def amount(count, noun):
    """A number with its noun.

    >>> amount(1, "cell"), amount(0, "cell"), amount(2, "input cell")
    ('1 cell', '0 cells', '2 input cells')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def amount_is(count, noun):
    """A number with its noun and verb.

    >>> amount_is(1, "cell"), amount_is(2, "input cell")
    ('1 cell is', '2 input cells are')
    """
    return f"{amount(count, noun)} {'is' if count == 1 else 'are'}"
