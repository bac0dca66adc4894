/** A stream of pods as JupyterHub makes them, about 1.4 kB each; every tenth has something to complain about. */
export function* podStream(count) {
  for (let n = 1; n <= count; n += 1) yield podOf(n)
}

function podOf(n) {
  const bad = n % 10 === 0
  return `---
# Source: users/templates/pod-${n % 7}.yaml
apiVersion: v1
kind: Pod
metadata:
  name: jupyter-student-${n}
  namespace: jhub
  labels:
    app: jupyterhub
    component: singleuser-server
    release: jhub
    hub.jupyter.org/username: student-${n}
    hub.jupyter.org/network-access-hub: "true"
  annotations:
    hub.jupyter.org/username: student-${n}
spec:
  automountServiceAccountToken: false
  securityContext:
    fsGroup: 100
    runAsNonRoot: true
  initContainers:
    - name: copy-course
      image: quay.io/example/course-tools:2026.1.${n % 9}
      command: ["/bin/sh", "-c", "cp -r /course/. /home/jovyan/course"]
      securityContext:
        allowPrivilegeEscalation: false
      volumeMounts:
        - name: home
          mountPath: /home/jovyan
  containers:
    - name: notebook
      image: ${bad ? 'quay.io/jupyter/scipy-notebook' : 'quay.io/jupyter/scipy-notebook:2026-03-02'}
      args: [jupyterhub-singleuser, --ip=0.0.0.0]
      env:
        - name: JUPYTERHUB_USER
          value: student-${n}
        - name: JUPYTERHUB_API_URL
          value: http://hub:8081/hub/api
      ports:
        - containerPort: 8888
          name: notebook-port
      resources:
        limits: { cpu: "2", memory: 4G }
        requests: { cpu: 500m, memory: 1G }
      securityContext:
        allowPrivilegeEscalation: ${bad}
        runAsUser: 1000
      volumeMounts:
        - name: home
          mountPath: /home/jovyan
          subPath: home/student-${n}
  volumes:
    - name: home
      persistentVolumeClaim:
        claimName: claim-student-${n}
`
}
