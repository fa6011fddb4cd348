def write(data):
    raise NotImplementedError
