def parse(data, name):
    raise NotImplementedError
