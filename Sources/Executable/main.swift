import Sidecar

await runSidecar()
