"""What a notebook must keep to where it asks something of its reader: questions, exercises and each *Try*.

Rules as those in ``notebook_rules.py``, which has them all in its ``RULES``.
"""

import ast
import re

from lesson import called, calls, defined, is_solution, names_in, names_of, tree, tries

# --- questions


def predictions(lesson):
    return [(number, call) for number, cell in lesson.code for call in calls(cell, "predict_")]


def shown(cell):
    """The expressions of a code cell whose values a reader can see: statements, right sides and what is printed."""
    for node in ast.walk(tree(cell)):
        if isinstance(node, ast.Expr | ast.Assign):
            yield node.value
        elif isinstance(node, ast.Call) and called(node) == "print":
            yield from node.args


def answers_of(call):
    """What a question's lambdas compute: its answer."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [argument.body for argument in arguments if isinstance(argument, ast.Lambda)]


def options_of(call):
    """The options of a choice that are written out in its call, or None."""
    given = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "options")]
    return ast.literal_eval(given[0]) if given and isinstance(given[0], ast.List) else None


def has_enough_predictions(lesson):
    if lesson.asks and len(predictions(lesson)) < 3:
        yield f"there must be at least 3 predictions, there are {len(predictions(lesson))}"


def hides_the_answers_of_its_predictions(lesson):
    """An answer is a lambda that computes it; neither its value nor the same expression stands above."""
    for number, call in predictions(lesson):
        answers = answers_of(call)
        where = f"cell {number}: the answer of {called(call)}"
        if not answers:
            yield f"{where} must be a lambda that computes it, so that nobody reads it first"
        for answer in answers:
            if not any(isinstance(n, ast.Name | ast.Call | ast.Attribute) for n in ast.walk(answer)):
                yield f"{where} is the literal {ast.unparse(answer)}; let the code compute it"
            for earlier, cell in lesson.code:
                if earlier < number and ast.dump(answer) in {ast.dump(node) for node in shown(cell)}:
                    yield f"{where} is computed in cell {earlier} already: {ast.unparse(answer)}"


def offers_its_answers(lesson):
    """What a choice's answer is where all is as it should be stands among its options: else no answer is right."""
    for number, call in predictions(lesson):
        options = options_of(call) if called(call) == "predict_choice" else None
        for answer in answers_of(call) if options else ():
            right = answer.body if isinstance(answer, ast.IfExp) else answer
            if isinstance(right, ast.Constant) and right.value not in options:
                yield f"cell {number}: the answer {right.value!r} is not among the options {options}"


def asks_with_what_is_there(lesson):
    """Every name in a question's cell comes from a cell before it: its lambda runs only when somebody answers."""
    known = set()
    for number, cell in lesson.code:
        bound, needed = names_of(cell)
        if calls(cell, "predict_"):
            for name in sorted(needed - known):
                yield f"cell {number} is a question and uses {name!r}, which no cell before it defines"
        known |= bound


# --- exercises


def solutions(lesson):
    """(number, cell) of each code cell that is tagged as a solution or looks like one."""
    return [
        (number, cell)
        for number, cell in lesson.code
        if is_solution(cell) or any(name.endswith("_solution") for name in defined(cell))
    ]


def last_check(cell):
    """The ``check_...`` call that a cell ends in, or None."""
    body = tree(cell).body
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    return call if isinstance(call, ast.Call) and called(call).startswith("check_") else None


def has_hidden_checked_solutions(lesson):
    for number, cell in solutions(lesson):
        names = [name for name in defined(cell) if name.endswith("_solution")]
        check = last_check(cell)
        if not is_solution(cell):
            yield f"cell {number} defines {names[0]} and is not tagged `solution`"
        if cell.metadata.get("jupyter", {}).get("source_hidden") is not True:
            yield f"cell {number} is a solution whose source is not hidden (metadata jupyter.source_hidden)"
        if not names:
            yield f"cell {number} is a solution and must define <name>_solution"
        if check is None or not names_in([check]) & set(names):
            yield f"cell {number} is a solution and must end in check_...(<name>_solution)"


def lets_the_student_try_before_each_solution(lesson):
    for number, cell in solutions(lesson):
        own = [(n, c) for n, c in lesson.code if not is_solution(c)]
        for name in (name.removesuffix("_solution") for name in defined(cell) if name.endswith("_solution")):
            if not any(name in defined(c) for n, c in own if n < number):
                yield f"cell {number} solves {name}, and no cell before it has the stub `def {name}`"
            check = last_check(cell)
            if check and not any(
                called(call) == called(check) and name in names_in(call.args)
                for _, c in own
                for call in calls(c, "check_")
            ):
                yield f"cell {number} solves {name}, and no cell checks the student's own: {called(check)}({name})"


def has_enough_exercises(lesson):
    checks = {called(check) for _, cell in solutions(lesson) if (check := last_check(cell))}
    if lesson.teaches and len(checks) < 3:
        yield f"at least 3 exercises are needed, each with its own check; there are {len(checks)}: {sorted(checks)}"


def answers_each_try(lesson):
    """What a reader should have seen is folded away right behind each *Try*, a sentence for each item."""
    for number, cell in lesson.markdown:
        if not (items := tries(cell)):
            continue
        if not cell.source.rstrip().endswith(items[-1].rstrip()):
            yield f"cell {number}: the list of the *Try* must end its cell, so that its answers can follow"
        after = lesson.cells[number] if number < len(lesson.cells) else None
        answers = [call for call in calls(after, "seen")] if after and after.cell_type == "code" else []
        if not answers or "seen" not in after.metadata.get("tags", []):
            yield f"cell {number} has a *Try*, and no cell tagged `seen` that calls seen(...) follows it"
        elif len(answers[0].args) != len(items):
            yield f"cell {number} has {len(items)} things to try, and {len(answers[0].args)} answers follow"
        elif after.metadata.get("jupyter", {}).get("source_hidden") is not True:
            yield f"cell {number + 1} has the answers of a *Try*, and its source is not hidden"
        elif re.search("[\"']", after.source.splitlines()[0]):
            yield f"cell {number + 1} has an answer in its first line, which JupyterLab does not hide"


RULES = (
    has_enough_predictions,
    hides_the_answers_of_its_predictions,
    offers_its_answers,
    asks_with_what_is_there,
    has_hidden_checked_solutions,
    lets_the_student_try_before_each_solution,
    has_enough_exercises,
    answers_each_try,
)
