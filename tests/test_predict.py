"""A question keeps its answer to itself until someone has answered."""

import pytest

from helpers.predict import predict_choice, predict_number, seen


def called(*log):
    def answer():
        answer.calls += 1
        return log[0]

    answer.calls = 0
    return answer


def test_the_answer_is_computed_only_after_a_guess():
    answer = called(27)
    question = predict_number("How much?", answer)
    question._repr_mimebundle_()
    assert answer.calls == 0
    assert question.answer("3").ok is False and answer.calls == 1


def test_nothing_that_is_sent_or_stored_before_holds_the_answer():
    question = predict_number("How much?", lambda: 27, because={9: "a reason"}, why="because")
    data, _ = question._repr_mimebundle_()
    assert data["text/plain"] == "Predict. How much?"
    given = ("layout", "tabbable", "tooltip")  # a name of chance, which may hold any digits
    state = str({k: v for k, v in question.get_state().items() if not k.startswith("_") and k not in given})
    assert "27" not in state and "because" not in state and "a reason" not in state


def test_a_right_answer_is_told_why():
    question = predict_number("How much?", lambda: 27, why="Three nines.")
    question.answer("27")
    assert (question.said, question.right, question.tried) == ("Right: 27. Three nines.", True, 1)


def test_each_answer_counts_the_same_one_once_more_too():
    """The browser hears of an answer by the count, for the same verdict twice changes nothing else."""
    question = predict_number("How much?", lambda: 27)
    counts = [question.tried]
    for text in ("9", "9", "27"):
        question.answer(text)
        counts.append(question.tried)
    assert counts == [0, 1, 2, 3]


def test_a_misconception_gets_its_own_words_and_the_answer_stays_hidden():
    question = predict_number("How much?", lambda: 27, because={9: "One column only."})
    question.answer("9")
    assert (question.said, question.right) == ("Not 9. One column only.", False)


def test_the_truth_is_told_with_the_first_answer_and_what_is_no_number_is_no_answer():
    question = predict_number("How much?", lambda: 34848, because={54: "No."})
    heard = []
    for text in ("five", "34.848", " ", " 54 ", "34,848"):
        question.answer(text)
        heard.append((question.given, question.truth, question.answered))
    assert heard == [("", "34,848", False)] * 3 + [("54", "34,848", False), ("34,848", "34,848", True)]
    question = predict_choice("Which?", ["a", "b"], lambda: "b")
    question.answer("a")
    assert (question.given, question.truth, question.answered) == ("a", "b", False)
    question._handle_custom_msg({"show": True}, [])
    assert (question.given, question.truth, question.answered) == ("", "b", True)


def test_the_answer_can_be_shown_after_a_try():
    question = predict_choice("Which?", ["a", "b"], lambda: "b", why="It is.")
    question._handle_custom_msg({"answer": "a"}, [])
    assert question.tried and not question.right
    question._handle_custom_msg({"show": True}, [])
    assert question.said == "The answer is “b”. It is."


def test_the_options_are_part_of_what_is_stored():
    data, _ = predict_choice("Which?", ["a", "b"], lambda: "b")._repr_mimebundle_()
    assert data["text/plain"] == "Predict. Which? a / b"


def test_an_answer_must_be_a_function_and_a_reason_must_have_its_option():
    with pytest.raises(TypeError, match="answer must be a function that computes it, got 5"):
        predict_number("How much?", 5)
    with pytest.raises(ValueError, match=r"because explains 'c', which is not among the options \['a', 'b'\]"):
        predict_choice("Which?", ["a", "b"], lambda: "a", because={"c": "no"})


def test_what_was_seen_is_folded_as_html_and_numbered_as_text():
    answers = seen("Nine, not `25 / 2`.", "f < 3 & g > 2")
    assert repr(answers) == "1. Nine, not `25 / 2`.\n2. f < 3 & g > 2"
    html = answers._repr_html_()
    assert html.startswith('<details class="cnn-seen"') and "<details open" not in html
    assert "<li>Nine, not <code>25 / 2</code>.</li><li>f &lt; 3 &amp; g &gt; 2</li>" in html
    assert repr(seen("Nine.")) == "Nine." and "</summary><p>Nine.</p></details>" in seen("Nine.")._repr_html_()


@pytest.mark.parametrize(
    "answers, error, words", [((), ValueError, "at least one"), ((3,), TypeError, "an answer must be a text")]
)
def test_answers_that_are_none_are_refused(answers, error, words):
    with pytest.raises(error, match=words):
        seen(*answers)
