/** Keras's callbacks that a run does not have, with the reason as it is said at the line of `fit`. */
export const refusedCallbacks: Readonly<Record<string, string>> = {
  RemoteMonitor:
    'RemoteMonitor sends the values to a server, and a run opens no connection: CSVLogger and TensorBoard write them to files, and the page of learning curves shows them as they come',
  OrbaxCheckpoint:
    "OrbaxCheckpoint writes Orbax's files, which are not supported: BackupAndRestore and ModelCheckpoint write Keras's own",
};
