"""Named tuples that cost next to nothing to declare.

`typing.NamedTuple` compiles each annotation and a `__new__` for each class, a third of a millisecond together, and a
check loads forty such classes. These are used in just the same way, and mypy takes them for the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from _collections import _tuplegetter  # collections.namedtuple reads with it too, in a fifth of a property's time

    PLACES = tuple(_tuplegetter(place, "") for place in range(16))
    """What reads a field by its place; all classes share them."""

    class Declared(type):
        """Makes the annotated names of a class its fields, and what stands there their defaults."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            """Returns the class; one without fields of its own adds properties to its base."""
            fields = tuple(body.get("__annotations__", ()))
            if fields:
                body["_defaults"] = {field: body[field] for field in fields if field in body}
                body |= dict(zip(fields, PLACES, strict=False))
                body |= {"_fields": fields, "__match_args__": fields, "__slots__": ()}
            return super().__new__(cls, name, bases, body)

    class NamedTuple(tuple, metaclass=Declared):
        """As `typing.NamedTuple`; at most 16 fields."""

        __slots__ = ()
        _fields = ()

        def __new__(cls, *values: object, **named: object) -> NamedTuple:
            """Returns the values given in order or by name, and the defaults of the others; raises TypeError."""
            rest = cls._fields[len(values) :]
            if rest:
                known = {**cls._defaults, **named} if named else cls._defaults
                values += tuple([known[field] for field in rest if field in known])
            if len(values) != len(cls._fields) or (named and not named.keys() <= set(rest)):
                raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)}")
            return tuple.__new__(cls, values)

        @classmethod
        def _make(cls, values: Iterable[object]) -> NamedTuple:
            return cls(*values)

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **named: object) -> NamedTuple:
            values = tuple(map(named.pop, self._fields, self))
            return type(self)(*values, **named)

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"
