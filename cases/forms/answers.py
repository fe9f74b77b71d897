"""The three answers to an offer that make no case of it: a question back, the advice to follow first, a refusal."""

from core.forms import ChangeForm

from .fields import text_field


class QuestionForm(ChangeForm):
    """A question back to the focal officer."""

    question = text_field("Wat wilt u weten?", "De aandachtsfunctionaris leest dit en biedt daarna opnieuw aan.")


class AdviceForm(ChangeForm):
    """The advice to follow first."""

    question = text_field("Waarom eerst volgen?", "En wat zou maken dat het wel een casus wordt?")


class RefusalForm(ChangeForm):
    """Refusing an offer."""

    refusal = text_field("Waarom weigert u?", "De aandachtsfunctionaris leest dit.")
