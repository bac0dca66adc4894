/** Values of a hub as they are in real life, with comments, profiles and Python, of about so many bytes. */
export function valuesOf(bytes) {
  const profiles = []
  const text = () => [HEAD, EXTRA_CONFIG, SINGLEUSER, ...profiles].join('')
  while (text().length < bytes) profiles.push(profile(profiles.length + 1))
  return text()
}

/**
 * Values that a platform shares among its hubs, of about so many bytes: few profiles, a third of it Python of hooks, the rest long
 * comments and settings.
 */
export function platformValuesOf(bytes) {
  const python = []
  const services = []
  const profiles = [1, 2, 3, 4].map(profile)
  const text = () => [HEAD, EXTRA_CONFIG, ...python, SERVICES, ...services, SINGLEUSER, ...profiles].join('')
  while (python.join('').length < bytes / 3) python.push(hook(python.length + 1))
  while (text().length < bytes) services.push(service(services.length + 1))
  return text()
}

const HEAD = `# The hub of a department
proxy:
  https:
    enabled: true
    hosts: [hub.example.org]
    letsencrypt:
      contactEmail: ops@example.org
cull:
  timeout: 3600
  every: 300
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
`

const EXTRA_CONFIG = `  extraConfig:
    10-limits: |
      # larger servers for the people of the course
      c.JupyterHub.active_server_limit = 200
      c.KubeSpawner.start_timeout = 600
      for name in ["ada", "grace"]:
          c.Authenticator.admin_users.append(name)
`

const SERVICES = `  services:
`

const SINGLEUSER = `singleuser:
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
          - name: results-of-${n}
            mountPath: /home/jovyan/results
            subPath: course-${n}/results
        # the machines of the faculty, which only this course may use between eight and six
        node_selector:
          example.org/pool: course-${n}
        tolerations:
          - key: example.org/course
            operator: Equal
            value: course-${n}
            effect: NoSchedule
      profile_options:
        size:
          display_name: Size
          choices:
            small: { display_name: Small, default: true, kubespawner_override: { cpu_guarantee: 0.5 } }
            large: { display_name: Large, kubespawner_override: { cpu_guarantee: 4 } }
`
}

function hook(n) {
  return `    2${n}-hook: |
      from kubespawner import KubeSpawner
      from tornado import web

      class Spawner${n}(KubeSpawner):
          """Puts the groups of a user into the environment of the server."""

          async def start(self):
              groups = {group.name for group in self.user.groups}
              allowed = []
              for option in self.user_options.get("options", []):
                  # an option that nobody may choose is left out without a word
                  if option.get("groups") and not groups.intersection(option["groups"]):
                      self.log.info(f"{self.user.name} may not choose {option['name']}")
                      continue
                  allowed.append({**option, "chosen": option["name"] == self.user_options.get("choice")})
              if not allowed and not self.user.admin:
                  raise web.HTTPError(403, "your groups allow no server of this kind")
              self.environment["GROUPS"] = ",".join(sorted(groups)) or "none"
              return await super().start()

      def before_${n}(spawner):
          home = f"/home/{spawner.user.name}"
          spawner.volume_mounts = [mount for mount in spawner.volume_mounts if mount["mountPath"] != home]
          if spawner.mem_limit and spawner.mem_limit > ${n} * 1024 ** 3:
              spawner.node_selector = {"example.org/size": "large"}

      c.KubeSpawner.http_timeout = ${60 + n}
`
}

function service(n) {
  return `    # The service ${n} is kept by the people of the library, who ask for a token of its own each term. It reads the
    # list of users and the time of their last activity, and nothing else. Before it is taken away, write to them: some
    # of what it shows is printed in the yearly report, and the report has its day in November.
    report-${n}:
      url: http://report-${n}.services.svc:8080
      display: false
      oauth_no_confirm: true
      info:
        title: Report ${n} of the library
        description: |
          How many people were there in each week, by faculty, without their names. Weeks with fewer than five people are
          left out, so that nobody can be found in them.
`
}
