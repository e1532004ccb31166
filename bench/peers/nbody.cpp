// The same program as targets/nbody/target.ts, in C++ written the same way: objects behind plain pointers, a vector of
// them, nothing freed. The peer of bench/.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

static const double DAYS = 365.24;
static const double SOLAR_MASS = 4 * M_PI * M_PI;

struct Body {
  double x, y, z, vx, vy, vz;
  const double mass;
  Body(double x, double y, double z, double vx, double vy, double vz, double mass)
      : x(x), y(y), z(z), vx(vx * DAYS), vy(vy * DAYS), vz(vz * DAYS), mass(mass * SOLAR_MASS) {}
};

static std::vector<Body *> *planets() {
  return new std::vector<Body *>{
      new Body(0, 0, 0, 0, 0, 0, 1),
      new Body(4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023, 0.000954791938424326609),
      new Body(8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411021, 0.00499852801234917238, 0.0000230417297573763929, 0.000285885980666130812),
      new Body(12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556, 0.0000436624404335156298),
      new Body(15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870, 0.0000515138902046611451),
  };
}

static void centre(std::vector<Body *> *bodies) {
  double px = 0, py = 0, pz = 0;
  for (Body *b : *bodies) {
    px += b->vx * b->mass;
    py += b->vy * b->mass;
    pz += b->vz * b->mass;
  }
  Body *sun = (*bodies)[0];
  sun->vx = -px / SOLAR_MASS;
  sun->vy = -py / SOLAR_MASS;
  sun->vz = -pz / SOLAR_MASS;
}

static void advance(std::vector<Body *> *bodies, double dt) {
  size_t n = bodies->size();
  for (size_t i = 0; i < n; i++) {
    Body *a = (*bodies)[i];
    for (size_t j = i + 1; j < n; j++) {
      Body *b = (*bodies)[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double d2 = dx * dx + dy * dy + dz * dz;
      double mag = dt / (d2 * std::sqrt(d2));
      a->vx -= dx * b->mass * mag;
      a->vy -= dy * b->mass * mag;
      a->vz -= dz * b->mass * mag;
      b->vx += dx * a->mass * mag;
      b->vy += dy * a->mass * mag;
      b->vz += dz * a->mass * mag;
    }
  }
  for (Body *b : *bodies) {
    b->x += dt * b->vx;
    b->y += dt * b->vy;
    b->z += dt * b->vz;
  }
}

static double energy(std::vector<Body *> *bodies) {
  double e = 0;
  for (size_t i = 0; i < bodies->size(); i++) {
    Body *a = (*bodies)[i];
    e += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
    for (size_t j = i + 1; j < bodies->size(); j++) {
      Body *b = (*bodies)[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      e -= (a->mass * b->mass) / std::sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

int main(int argc, char **argv) {
  int steps = argc > 1 ? atoi(argv[1]) : 1000;
  std::vector<Body *> *bodies = planets();
  centre(bodies);
  printf("%.9f\n", energy(bodies));
  for (int i = 0; i < steps; i++) advance(bodies, 0.01);
  printf("%.9f\n", energy(bodies));
}
