"""Files on demand: what is asked for (recipes), from what (sources), made when (jobs, worker) and for whom (rights)."""
