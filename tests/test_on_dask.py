"""Planning on a cluster: the rows of this process, whatever happens to the workers."""

from __future__ import annotations

import os
import pickle
import socket
import sys
import threading
import time
from collections.abc import Iterator
from itertools import batched, permutations, product
from pathlib import Path

import pytest

import careergraph as cg
from careergraph.errors import ClusterError, RequestError
from careergraph.routes import Constraints
from careergraph.workforce import Person, Planner, in_process
from careergraph.workforce.on_dask import AHEAD, on_dask
from careergraph.workforce.people import Case
from careergraph.workforce.planned import Outcome
from dask_cluster import OLD, WITHOUT, Cluster, cluster

Rows = list[list[object]]
