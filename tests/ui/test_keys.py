from __future__ import annotations

from tui_report.ui.keys import KEYS, keys_of, name_of

FORBIDDEN = {"ctrl+a", "ctrl+b", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "f11", "f12"}


def test_no_key_does_two_things_in_one_place():
    for place in ("table", "passage"):
        seen: dict[str, str] = {}
        for key in keys_of(place, "walk"):
            for name in key.keys:
                if key.action:
                    assert seen.setdefault(name, key.action) == key.action, name
        bound = [n for k in keys_of("walk") if k.action for n in k.keys]
        own = [n for k in keys_of(place) for n in k.keys]
        assert not set(bound) & set(own)


def test_no_key_is_one_that_terminals_and_input_methods_swallow():
    names = [name for key in KEYS for name in key.keys]
    assert not FORBIDDEN & set(names)
    assert not [n for n in names if n.startswith(("alt+", "shift+f")) or (len(n) == 1)]


def test_every_action_that_clerks_need_has_a_second_route():
    alone = [key.action for key in KEYS if len(key.keys) == 1 and key.keys[0].startswith("f")]
    assert alone == ["insert_figure"]  # which ctrl+e does as well where no editor is allowed, and help everywhere


def test_names_are_those_on_the_keyboard():
    assert name_of("f1") == "F1"
    assert name_of("enter") == "回车"
