/** Beside the stage's parameters, not below them: only the operator and the distributed replay have a right to it. */
export const formatRecordingKeyPath = (stage: string, id: string) => `/chatgate-recordings/${stage}/${id}`;
