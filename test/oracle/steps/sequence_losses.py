"""Training steps with the loss of connectionist temporal classification under real Keras: python test/oracle/steps/sequence_losses.py > test/oracle/steps/sequence_losses.json"""

from ask import ask, case


def ctc(about, labels, *, steps=7, classes=5, compile="", fit="", model=None, loss="keras.losses.CTC()"):
    return case(
        about,
        model or f"keras.Sequential([keras.Input([{steps}, 3]), layers.Dense({classes})])",
        x=f"values([{len(labels)}, {steps}, 3], 3)",
        y=f"np.array({labels})",
        optimizer="keras.optimizers.SGD(0.05)",
        loss=loss,
        compile=compile,
        fit=fit,
    )


CASES = [
    ctc("CTC", [[1, 2, 3], [4, 1, 2], [2, 3, 4]]),
    ctc("CTC of labels that repeat", [[1, 1, 2], [3, 3, 3], [4, 4, 4]]),
    ctc("CTC of labels of several lengths", [[1, 2, 3, 4], [2, 0, 0, 0], [3, 3, 0, 0], [4, 2, 1, 0]]),
    ctc("CTC of as many steps as labels", [[1, 2, 3, 4], [4, 3, 2, 1]], steps=4),
    ctc("CTC of more labels than steps", [[1, 2, 1, 2, 1], [2, 1, 3, 4, 2]], steps=3),
    ctc("CTC where some labels take more steps than there are", [[1, 1, 0, 0], [3, 3, 3, 0], [1, 2, 0, 0], [2, 2, 2, 2]], steps=3),
    ctc("CTC of many steps", [[1, 2, 3, 1, 2], [3, 3, 2, 0, 0]], steps=40),
    ctc("CTC of one label", [[1], [2]]),
    ctc("CTC by its name", [[1, 2], [2, 1]], loss="'ctc'"),
    ctc("CTC with sample weights", [[1, 2], [2, 1], [3, 3]], fit="sample_weight=np.array([1.0, 0.5, 2.0])"),
    ctc("CTC as a sum", [[1, 2], [2, 1]], loss="keras.losses.CTC(reduction='sum')"),
    ctc(
        "CTC behind a recurrent layer",
        [[1, 2, 3], [4, 1, 0]],
        model="keras.Sequential([keras.Input([7, 3]), layers.Bidirectional(layers.LSTM(3, return_sequences=True)), layers.Dense(5)])",
    ),
]

ask(CASES)
