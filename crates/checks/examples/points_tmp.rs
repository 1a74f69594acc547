use bonafide_fixtures::live::{Act, Head, Scene, Task, genuine, Pose};
use bonafide_fixtures::portrait::Photo;
use bonafide_vision::face::Engine;
use bonafide_vision::intake;
fn main() {
    let engine = Engine::load().unwrap();
    let passport = Photo::A1.passport(413).unwrap();
    let held = engine.embed_photo(&passport).unwrap().embedding;
    for photo in [Photo::A1, Photo::A2, Photo::A3] {
        let picture = intake::shrink(&photo.load().unwrap(), 1400);
        let face = engine.detect(&picture).unwrap().swap_remove(0);
        let head = Head::new(&picture, &face.mesh.points);
        let shot = Scene { plain: true, ..Scene::default() }.picture(&head, &Pose::default());
        let seen = engine.embed_photo(&shot).unwrap();
        println!("{photo:?} {:?} distance {} eyes {} yaw {} pitch {}", picture.dimensions(), held.distance(&seen.embedding), seen.quality.eye_distance, face.mesh.yaw(), face.mesh.pitch());
        let full = photo.load().unwrap(); println!("{:?}", full.dimensions()); let w = picture.width() as f32;
        let text: String = face.mesh.points.iter().map(|[x,y,z]| format!("{:.5} {:.5} {:.5}\n", x/w, y/w, z/w)).collect();
        std::fs::write(format!("/tmp/points-{photo:?}.txt").to_lowercase(), text).unwrap();
    }
    let _ = (genuine, Task{act: Act::Back, from:0, to:1});
}
