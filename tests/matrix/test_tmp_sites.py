import re
import pytest
from tests.matrix.table import table
from tests.matrix.test_matrix import told, wrong
pytestmark = pytest.mark.django_db
def test_mine(world, db):
    cells = [c for c in table(world) if re.search(r"/sites/|directory/(site|posting|reunion)/|directory/person/", c.url)]
    print(len(cells), len(world.names))
    faults = wrong(world, ((n, c) for n in world.names for c in cells))
    assert not faults, told(faults)
