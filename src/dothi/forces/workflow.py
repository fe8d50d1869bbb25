"""The states of a unit: which may follow which, what each asks for, and the short codes people type. Pure.

available ─(sent)─▶ alerted ─▶ en-route ─▶ on-scene ─▶ transporting ─▶ at-hospital ─▶ returning ─▶ available
Forward steps may be left out: a crew under stress forgets a button, and a missing minute stays missing. One step back mends a
wrong press, with a reason. Resting, off-duty and out-of-service are left only for readiness: nobody is sent out of them.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    AVAILABLE = "available"
    ALERTED = "alerted"
    EN_ROUTE = "en-route"
    ON_SCENE = "on-scene"
    TRANSPORTING = "transporting"
    AT_HOSPITAL = "at-hospital"
    RETURNING = "returning"
    RESTING = "resting"
    OFF_DUTY = "off-duty"
    OUT_OF_SERVICE = "out-of-service"


# Typed in the command bar and said on the radio: the first letters of the Vietnamese word.
SHORT = {
    "ss": State.AVAILABLE,  # sẵn sàng
    "dg": State.ALERTED,  # được giao
    "ld": State.EN_ROUTE,  # lên đường
    "dn": State.ON_SCENE,  # đến nơi
    "cb": State.TRANSPORTING,  # chở bệnh
    "tv": State.AT_HOSPITAL,  # tại viện
    "qv": State.RETURNING,  # quay về
    "nn": State.RESTING,  # nghỉ
    "np": State.OFF_DUTY,  # ngoài phiên
    "hg": State.OUT_OF_SERVICE,  # hỏng
}
CODES = {state: code for code, state in SHORT.items()}

# A unit that may be sent: ready, or on its way home with nothing to do.
SENDABLE = frozenset({State.AVAILABLE, State.RETURNING})
# What happens on a case, in its order.
COURSE = (State.ALERTED, State.EN_ROUTE, State.ON_SCENE, State.TRANSPORTING, State.AT_HOSPITAL)
BUSY = frozenset(COURSE)
# The minute of an assignment that a state fills; the others end it.
MINUTES = {
    State.EN_ROUTE: "en_route_at",
    State.ON_SCENE: "on_scene_at",
    State.TRANSPORTING: "transporting_at",
    State.AT_HOSPITAL: "at_hospital_at",
}

_ENDS = (State.RETURNING, State.AVAILABLE, State.OUT_OF_SERVICE)
_OFF = (State.RESTING, State.OFF_DUTY, State.OUT_OF_SERVICE)
_STEPS: dict[State, tuple[State, ...]] = {
    State.AVAILABLE: _OFF,
    State.ALERTED: (State.EN_ROUTE, State.ON_SCENE, *_ENDS),
    State.EN_ROUTE: (State.ON_SCENE, State.TRANSPORTING, *_ENDS),
    State.ON_SCENE: (State.TRANSPORTING, *_ENDS, State.EN_ROUTE),
    State.TRANSPORTING: (State.AT_HOSPITAL, *_ENDS, State.ON_SCENE),
    State.AT_HOSPITAL: (*_ENDS, State.TRANSPORTING),
    State.RETURNING: (State.AVAILABLE, *_OFF),
    State.RESTING: (State.AVAILABLE, State.OFF_DUTY, State.OUT_OF_SERVICE),
    State.OFF_DUTY: (State.AVAILABLE, State.OUT_OF_SERVICE),
    State.OUT_OF_SERVICE: (State.AVAILABLE, State.OFF_DUTY),
}


def next_states(state: State) -> tuple[State, ...]:
    """What a person may set, the usual step first. Alerted is none of them: a unit is alerted by being sent."""
    return _STEPS[state]


def may_follow(old: State, new: State) -> bool:
    return new in _STEPS[old]


def goes_back(old: State, new: State) -> bool:
    """Mends a wrong press: the minute that was set by mistake is taken off again."""
    return old in COURSE and new in COURSE and COURSE.index(new) < COURSE.index(old)


def needs(new: State, old: State | None = None) -> str | None:
    """What must be said with it: a "reason", a "destination", or nothing. Such a step refuses the short form.

    From `old` one needs a reason, too: to go back a step, and to leave a case before the crew was there.
    """
    if new is State.OUT_OF_SERVICE:
        return "reason"
    if old is not None and (goes_back(old, new) or (old in COURSE[:2] and new in _ENDS)):
        return "reason"
    return "destination" if new is State.TRANSPORTING else None


def read(words: str) -> tuple[State, str] | None:
    """What somebody typed or told: a short code or a state's name, and the text behind it. None: no state."""
    first, _, rest = words.strip().partition(" ")
    word = first.lower()
    state = SHORT.get(word) or next((one for one in State if one.value == word), None)
    return (state, rest.strip()) if state else None
