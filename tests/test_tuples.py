"""The house's named tuples against those of `typing`."""

from __future__ import annotations

import pickle
import typing

import pytest

from tui_report import tuples


class Ours(tuples.NamedTuple):
    one: int
    two: str = "b"
    three: bool = True


class Typed(typing.NamedTuple):
    one: int
    two: str = "b"
    three: bool = True


CASES = [((1,), {}), ((1, "c"), {}), ((1, "c", False), {}), ((), {"one": 1}), ((1,), {"three": False})]


@pytest.mark.parametrize(("values", "named"), CASES)
def test_takes_what_a_named_tuple_takes(values, named):
    ours, typed = Ours(*values, **named), Typed(*values, **named)
    assert tuple(ours) == tuple(typed)
    assert (ours.one, ours.two, ours.three) == tuple(typed)
    assert ours._asdict() == typed._asdict()
    assert repr(ours) == repr(typed).replace("Typed", "Ours")
    assert tuple(ours._replace(two="z")) == tuple(typed._replace(two="z"))
    assert hash(ours) == hash(tuple(typed))
    assert Ours._make(ours) == ours


@pytest.mark.parametrize(("values", "named"), [((), {}), ((1, "a", True, 4), {}), ((1,), {"four": 4})])
def test_refuses_what_it_has_no_field_for(values, named):
    with pytest.raises(TypeError, match="one, two, three"):
        Ours(*values, **named)


def test_is_fixed_and_can_be_sent_to_another_process():
    ours = Ours(1)
    assert pickle.loads(pickle.dumps(ours)) == ours
    for name in ("one", "four"):
        with pytest.raises(AttributeError):
            setattr(ours, name, 2)


def test_a_class_without_fields_of_its_own_keeps_those_of_its_base():
    class Longer(Ours):
        @property
        def both(self):
            return f"{self.one}{self.two}"

    assert Longer(1).both == "1b"
    assert Longer(1)._replace(one=2).both == "2b"
    match Longer(3):
        case Ours(one, _, _):
            assert one == 3
