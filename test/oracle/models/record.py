"""Every model that comes to be, in order, and what Keras says of it when the program has ended."""

import ast
import math
import sys

import keras

models = []  # (model, place, after an error)
_spoilt = set()  # the ids of models that a statement was making, or names, that failed
_seen = set()
program_files = {}  # file name that code was compiled under -> cell (None for a script)
state = {"failed": False}


def watch():
    original = keras.Model.__new__

    def __new__(cls, *args, **kwargs):
        made = original(cls, *args, **kwargs)
        if id(made) not in _seen and not _is_a_sequentials_own():
            _seen.add(id(made))
            models.append((made, _place(), state["failed"]))
        return made

    keras.Model.__new__ = __new__


def _is_a_sequentials_own():
    frame = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename not in program_files:
        if frame.f_code.co_filename.endswith("sequential.py") and frame.f_code.co_name in ("build", "_maybe_rebuild"):
            return True
        frame = frame.f_back
    return False


def _place():
    """Where the call stands that made the model: the innermost frame of the program."""
    frame = sys._getframe(2)
    while frame is not None:
        cell = program_files.get(frame.f_code.co_filename, frame)
        if cell is not frame:
            positions = list(frame.f_code.co_positions())
            line = positions[frame.f_lasti // 2][0] if frame.f_lasti >= 0 else None
            return {**({} if cell is None else {"cell": cell}), "line": line or frame.f_lineno}
        frame = frame.f_back
    return {"line": 0}


def spoil(before, statement, names):
    """A statement failed: what it made since there were `before` models, and what it may have changed, is half done."""
    state["failed"] = True
    _spoilt.update(id(model) for model, *_ in models[before:])
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            _spoilt.add(id(names.get(node.id)))


def described():
    answers = []
    for model, place, failed in models:
        try:
            spoilt = {"spoilt": True} if id(model) in _spoilt else {}
            answers.append({**_model(model), **place, **({"afterError": True} if failed or spoilt else {}), **spoilt})
        except Exception:
            continue  # its __init__ failed: it never came to be
    return answers


def _model(model):
    kind = (
        "sequential"
        if isinstance(model, keras.Sequential)
        else "functional"
        if type(model).__name__ == "Functional" or getattr(model, "_nodes_by_depth", None)
        else "subclass"
    )
    # As its summary lists them: a functional model of Keras 3 has operations that are no layers (`x + y`) too.
    layers = list(getattr(model, "_operations", model.layers) if kind == "functional" else model.layers)
    built = bool(model.built) and all(_is_built(layer) for layer in layers)
    return {
        "name": model.name,
        "kind": kind,
        "class": type(model).__name__,
        "built": built,
        "totalParams": _count(model.weights) if built else None,
        "trainableParams": _count(model.trainable_weights) if built else None,
        "nonTrainableParams": _count(model.non_trainable_weights) if built else None,
        "layers": [_layer(model, layer) for layer in layers],
    }


def _is_built(layer):
    if not getattr(layer, "built", True):
        return False
    return all(_is_built(one) for one in layer.layers) if isinstance(layer, keras.Model) else True


def _count(weights):
    unique = {id(w): w for w in weights}.values()
    return int(sum(math.prod(w.shape) for w in unique))


def _layer(model, layer):
    return {
        "name": layer.name,
        "type": type(layer).__name__,
        "outputShape": _output_shape(model, layer),
        "params": _count(getattr(layer, "weights", [])) if _is_built(layer) else None,
    }


def _output_shape(model, layer):
    """The output of the layer's last call within the model; of a subclassed model's layer, as its summary finds it."""
    try:
        nodes = [node for node in layer._inbound_nodes if _belongs(model, node)]
        if nodes:
            tensors = getattr(nodes[-1], "output_tensors", None)
            if tensors is None:
                tensors = nodes[-1].outputs
            shapes = [list(t.shape) for t in _flat(tensors)]
        elif getattr(layer, "_build_shapes_dict", None):
            found = layer.compute_output_shape(**layer._build_shapes_dict)
            shapes = _shapes(found)
        else:
            return None
    except Exception:
        return None
    shapes = [None if shape is None else [None if d is None else int(d) for d in shape] for shape in shapes]
    return shapes[0] if len(shapes) == 1 else shapes


def _flat(tensors):
    try:
        return keras.tree.flatten(tensors)
    except AttributeError:
        import tensorflow as tf

        return tf.nest.flatten(tensors)


def _shapes(found):
    if isinstance(found, dict):
        return [s for one in found.values() for s in _shapes(one)]
    if isinstance(found, (tuple, list)) and any(isinstance(one, (tuple, list, dict)) for one in found):
        return [s for one in found for s in _shapes(one)]
    return [found]


def _belongs(model, node):
    function = getattr(model, "_functional", None) or model
    by_depth = getattr(function, "_nodes_by_depth", None)
    return by_depth is not None and any(node is one for ones in by_depth.values() for one in ones)
