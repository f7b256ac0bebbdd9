import factory
from django.contrib.auth import get_user_model

PASSWORD = "Only-for-tests-1"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person{number}")
    name = factory.Sequence(lambda number: f"测试人员{number}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        self.save()
