/** Values of a hub as they are in real life, with comments, profiles and Python, of about so many bytes. */
export function valuesOf(bytes) {
  const profiles = []
  const text = () => HEAD + profiles.join('')
  while (text().length < bytes) profiles.push(profile(profiles.length + 1))
  return text()
}

const HEAD = `# The hub of a department
proxy:
  https:
    enabled: true
    hosts: [hub.example.org]
    letsencrypt:
      contactEmail: ops@example.org
hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
      allowed_organizations:
        - example-university:data-science
      scope: [read:org]
    Authenticator:
      admin_users: [ada, grace]
  extraConfig:
    10-limits: |
      # larger servers for the people of the course
      c.JupyterHub.active_server_limit = 200
      c.KubeSpawner.start_timeout = 600
      for name in ["ada", "grace"]:
          c.Authenticator.admin_users.add(name)
cull:
  timeout: 3600
  every: 300
singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: "2026-03-02"
  storage:
    capacity: 10Gi
  memory: { guarantee: 1G, limit: 4G }
  extraEnv:
    EDITOR: nano
  profileList:
`

function profile(n) {
  return `    # ordered by the course in winter ${2000 + n}
    - display_name: "Course ${n}: statistics with R and Python"
      description: |
        Everything that the course needs, with the data of the exercises already mounted.
      slug: course-${n}
      kubespawner_override:
        image: quay.io/example/course-${n}:2026.${n}.1
        cpu_limit: ${1 + (n % 8)}
        mem_limit: "${2 + (n % 14)}G"
        environment:
          COURSE: "${n}"
        volume_mounts:
          - name: data
            mountPath: /home/jovyan/data
            subPath: course-${n}
            readOnly: true
      profile_options:
        size:
          display_name: Size
          choices:
            small: { display_name: Small, default: true, kubespawner_override: { cpu_guarantee: 0.5 } }
            large: { display_name: Large, kubespawner_override: { cpu_guarantee: 4 } }
`
}
