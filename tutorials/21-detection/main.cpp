#include "tutorials/21-detection/detector.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <chrono>
using namespace heed;
static double now(){return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();}
int main(int n,char**a){
  Rng rng(21); Index count=atoi(a[2]); Scenes train=draw_scenes(count,3,rng), test=draw_scenes(500,3,rng);
  Rng r(1); std::unique_ptr<Detector> m; Index epochs=atoi(a[3]); double rate=atof(a[4]); 
  Matching mt = n>5 && !strcmp(a[5],"order") ? Matching::in_order:Matching::hungarian;
  if(!strcmp(a[1],"plain")) m=std::make_unique<PlainDetector>(40,r);
  if(!strcmp(a[1],"conv")) m=std::make_unique<ConvolutionDetector>(32,16,r);
  if(!strcmp(a[1],"detr")) m=std::make_unique<SmallDetr>(32,1,2,r);
  if(!strcmp(a[1],"detr22")) m=std::make_unique<SmallDetr>(32,2,2,r);
  if(!strcmp(a[1],"detr11")) m=std::make_unique<SmallDetr>(32,1,1,r);
  double t=now();
  train_detector(*m,train,{.epochs=epochs,.batch_size=getenv("B")?atoi(getenv("B")):32,.rate=rate},r,[&](Index d,Index tot){ if(d%(tot/5)==0){auto s=evaluate(detect(*m,test),test); printf("%ld:%.2f/%.2f/%.2f ",(long)d,s.overlap,s.precision,s.exact);fflush(stdout);} },mt);
  printf("%s params %ld %.1fs\n",a[1],(long)m->parameter_count(),now()-t);
}
