"""People's names: whoever may be one person is found without comparing everybody with everybody."""

from hypothesis import given
from hypothesis import strategies as st

from kg.resolution.people import _shared, _sought, parts, same_person

WORDS = st.sampled_from(("Sergei", "Sergey", "S.", "s", "Lavrov", "Lavroff", "Shinzo", "Shinzō", "Abe", "Yi", "Wang",
                         "W.", "Lee", "Ri", "jong-ku", "Jong Ku", "Kishida", "Kisida", "de", "la", "Núñez", "Nunez"))
NAMES = st.lists(WORDS, min_size=2, max_size=4).map(" ".join)


@given(one=NAMES, other=NAMES)
def test_the_same_person_is_found(one: str, other: str) -> None:
    a, b = parts(one), parts(other)
    if same_person(a, b):
        assert set(_sought(a)) & _shared(b)
        assert set(_sought(b)) & _shared(a)
