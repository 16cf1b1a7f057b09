"""Makes the benchmarks importable, whichever way pytest is started."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))
